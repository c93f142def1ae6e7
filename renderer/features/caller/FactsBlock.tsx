/** Account value, satisfaction and campaign at a glance. */
import type { CallerCard } from '#contract/callerCard'
import { Block } from '#renderer/features/caller/Block.tsx'
import styles from '#renderer/features/caller/FactsBlock.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { isPointedAt } from '#renderer/state/caller/cardFields'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { AsOf } from '#renderer/ui/AsOf.tsx'

export function FactsBlock({ person }: { readonly person: CallerCard }) {
  const { t, format } = useI18n()
  const { account, satisfaction, campaign } = person
  const isCampaignShown = useDesk((model) => isPointedAt(model, 'campaign'))
  return (
    <div className={styles.facts}>
      <Block field="account" title={t('card.account')} asOfMs={account.asOfMs}>
        {account.value === null ? (
          <p className={styles.none}>{t('card.notKnown')}</p>
        ) : (
          <data
            className={styles.value}
            value={account.value.amount}
            data-tip={format.moneyExact(account.value)}
          >
            {format.money(account.value)}
          </data>
        )}
      </Block>
      <Block field="satisfaction" title={t('card.satisfaction')} asOfMs={satisfaction.asOfMs}>
        {satisfaction.value === null ? (
          <p className={styles.none}>{t('card.neverAsked')}</p>
        ) : (
          <Satisfaction score={satisfaction.value} />
        )}
      </Block>
      <div className={styles.campaign} data-field="campaign" data-pointed={isCampaignShown}>
        <span>{t('card.campaign')}</span>
        <bdi>{campaign.value ?? t('card.noCampaign')}</bdi>
        <AsOf atMs={campaign.asOfMs} />
      </div>
    </div>
  )
}

function Satisfaction({ score }: { readonly score: number }) {
  const { t, format } = useI18n()
  const mood = score >= 75 ? 'happy' : score >= 50 ? 'mixed' : 'unhappy'
  return (
    <p className={styles.score} data-mood={mood}>
      <data className={styles.value} value={score}>
        {t('card.score', { score: format.number(Math.round(score)) })}
      </data>
      <span className={styles.mood}>{t(`card.${mood}`)}</span>
    </p>
  )
}
