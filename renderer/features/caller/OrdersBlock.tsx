/** The latest orders; older ones are folded until asked for. */
import type { CallerCard, Order } from '#contract/callerCard'
import { Block } from '#renderer/features/caller/Block.tsx'
import { Folded } from '#renderer/features/caller/Folded.tsx'
import { RowSource } from '#renderer/features/caller/RowSource.tsx'
import styles from '#renderer/features/caller/Rows.module.css'
import { SensitiveValue } from '#renderer/features/caller/SensitiveValue.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { isPointedAt } from '#renderer/state/caller/cardFields'
import { useDesk } from '#renderer/state/useDesk.tsx'

export function OrdersBlock({ person }: { readonly person: CallerCard }) {
  const { t } = useI18n()
  return (
    <Block field="orders" title={t('card.orders')} asOfMs={person.orders.asOfMs}>
      <SensitiveValue block="orders" title={t('card.orders')} person={person}>
        {({ orders }) => (
          <Folded
            rows={orders.value}
            shown={3}
            empty={t('card.noOrders')}
            more={(count) => t('card.olderOrders', { count })}
          >
            {(order, index) => <OrderRow key={`${order.id}-${index}`} order={order} />}
          </Folded>
        )}
      </SensitiveValue>
    </Block>
  )
}

function OrderRow({ order }: { readonly order: Order }) {
  const { t, format } = useI18n()
  const field = `order:${order.id}`
  const isShown = useDesk((model) => isPointedAt(model, field))
  return (
    <li className={styles.row} data-field={field} data-pointed={isShown}>
      <bdi className={styles.main}>{order.title}</bdi>
      <data className={styles.end} value={order.total.amount} data-tip={format.moneyExact(order.total)}>
        {format.money(order.total)}
      </data>
      <span className={styles.sub}>
        <span className={styles.state} data-state={order.state}>
          {t(`order.${order.state}`)}
        </span>
        <time data-moment={order.orderedAtMs}>{format.day(order.orderedAtMs)}</time>
        <bdi dir="ltr">{order.id}</bdi>
        <RowSource row={order} />
      </span>
    </li>
  )
}
