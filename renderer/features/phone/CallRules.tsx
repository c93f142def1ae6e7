/** What a person can set of their calls: how many at once, for how long one rings, how digits travel, what answers itself. */
import { useId } from 'react'
import type { CallSettings } from '#contract/callSettings'
import type { Queue } from '#contract/queue'
import styles from '#renderer/features/phone/CallRules.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { useManaged } from '#renderer/state/useManaged'
import { Check } from '#renderer/ui/Check.tsx'
import { ManagedMark } from '#renderer/ui/ManagedMark.tsx'

const lineChoices = [1, 2, 3, 4, 5, 6, 7, 8]
const secondChoices = [20, 30, 45, 60, 90, 120, 180]
const noQueues: readonly Queue[] = []

export function CallRules() {
  const { t } = useI18n()
  const { changeSettings } = useActions()
  const isManaged = useManaged()
  const calls = useDesk((model) => model.desk?.settings.calls ?? null)
  if (calls === null) return null
  const change = (part: Partial<CallSettings>): void => void changeSettings({ calls: { ...calls, ...part } })
  return (
    <fieldset className={styles.rules}>
      <legend>{t('calls.title')}</legend>
      <Choice
        label={t('calls.lines')}
        isManaged={isManaged('calls.lines')}
        value={calls.lines}
        choices={lineChoices}
        onChange={(lines) => change({ lines })}
      />
      <Choice
        label={t('calls.dialSeconds')}
        isManaged={isManaged('calls.dialSeconds')}
        value={calls.dialSeconds}
        choices={secondChoices}
        onChange={(dialSeconds) => change({ dialSeconds })}
      />
      <Check
        label={t('calls.digitsByInfo')}
        isManaged={isManaged('calls.digits')}
        isOn={calls.digits === 'info'}
        onChange={(isOn) => change({ digits: isOn ? 'info' : 'rfc4733' })}
      />
      <AnsweredByRule rule={calls.autoAnswer} onChange={(autoAnswer) => change({ autoAnswer })} />
    </fieldset>
  )
}

interface AnsweredByRuleProps {
  readonly rule: CallSettings['autoAnswer']
  readonly onChange: (rule: CallSettings['autoAnswer']) => void
}

/** The queues this person is in; a call is never answered so beside another. */
function AnsweredByRule({ rule, onChange }: AnsweredByRuleProps) {
  const { t } = useI18n()
  const isManaged = useManaged()
  const queueIds = useDesk((model) => model.me?.queueIds ?? null)
  const queues = useDesk((model) => model.centre?.queues ?? noQueues)
  const own = queues.filter(({ id }) => queueIds?.includes(id) === true)
  return (
    <>
      <p className={styles.head}>{t('calls.autoAnswer')}</p>
      <Check
        label={t('calls.whenAsked')}
        isManaged={isManaged('calls.autoAnswer.whenAsked')}
        isOn={rule.whenAsked}
        onChange={(whenAsked) => onChange({ ...rule, whenAsked })}
      />
      {own.map(({ id, name }) => (
        <Check
          key={id}
          label={t('calls.ofQueue', { queue: name })}
          isOn={rule.queues.includes(id)}
          onChange={(isOn) => {
            const others = rule.queues.filter((each) => each !== id)
            onChange({ ...rule, queues: isOn ? [...others, id] : others })
          }}
        />
      ))}
    </>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: number
  readonly isManaged: boolean
  readonly choices: readonly number[]
  readonly onChange: (value: number) => void
}

function Choice({ label, value, isManaged, choices, onChange }: ChoiceProps) {
  const { format } = useI18n()
  const id = useId()
  const all = choices.includes(value) ? choices : [...choices, value].sort((a, b) => a - b)
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>
        {label} {isManaged && <ManagedMark />}
      </label>
      <select
        id={id}
        value={value}
        disabled={isManaged}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      >
        {all.map((each) => (
          <option key={each} value={each}>
            {format.number(each)}
          </option>
        ))}
      </select>
    </div>
  )
}
