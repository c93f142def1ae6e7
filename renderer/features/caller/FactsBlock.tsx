/** Account value, satisfaction and campaign at a glance. */
import type { CallerCard } from '#contract/callerCard'
import { Block } from '#renderer/features/caller/Block.tsx'
import styles from '#renderer/features/caller/FactsBlock.module.css'
import { NewsMark } from '#renderer/features/caller/NewsMark.tsx'
import { SensitiveValue } from '#renderer/features/caller/SensitiveValue.tsx'
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
        <SensitiveValue block="account" title={t('card.account')} person={person}>
          {({ account: { value } }) =>
            value === null ? (
              <p className={styles.none}>{t('card.notKnown')}</p>
            ) : (
              <data className={styles.value} value={value.amount} data-tip={format.moneyExact(value)}>
                {format.money(value)}
              </data>
            )
          }
        </SensitiveValue>
      </Block>
      <Block field="satisfaction" title={t('card.satisfaction')} asOfMs={satisfaction.asOfMs}>
        <SensitiveValue block="satisfaction" title={t('card.satisfaction')} person={person}>
          {({ satisfaction: { value } }) =>
            value === null ? (
              <p className={styles.none}>{t('card.neverAsked')}</p>
            ) : (
              <Satisfaction score={value} />
            )
          }
        </SensitiveValue>
      </Block>
      <div className={styles.campaign} data-field="campaign" data-pointed={isCampaignShown}>
        <span>{t('card.campaign')}</span>
        <SensitiveValue block="campaign" title={t('card.campaign')} person={person}>
          {(shown) => <bdi>{shown.campaign.value ?? t('card.noCampaign')}</bdi>}
        </SensitiveValue>
        <NewsMark field="campaign" title={t('card.campaign')} />
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
