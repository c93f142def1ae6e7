/** The calls of earlier: in, out and missed, who it was, how long was waited and talked; each calls back in one click. */
import { PhoneIncoming, PhoneMissed, PhoneOff, PhoneOutgoing, Unplug } from 'lucide-react'
import { memo, useEffect, useState } from 'react'
import type { Centre } from '#contract/centre'
import { type HistoryEntry, toTalkMs, toWaitMs } from '#contract/history'
import type { QueueId } from '#contract/ids'
import styles from '#renderer/features/history/CallHistory.module.css'
import { type I18n, useI18n } from '#renderer/i18n/I18n.tsx'
import { type Judge, useJudge } from '#renderer/state/phone/dialling'
import { useHistory } from '#renderer/state/phone/useHistory'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { failureText } from '#renderer/ui/failureText'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'

/** A first screenful; the rest is asked for. */
const fewShown = 30
const mostShown = 200

type Show = 'all' | 'missed'

/** `text` narrows it. `onCalled`: a call back is on its way. */
export function CallHistory({ text, onCalled }: { readonly text: string; readonly onCalled?: () => void }) {
  const i18n = useI18n()
  const { t, format } = i18n
  const [show, setShow] = useState<Show>('all')
  const [limit, setLimit] = useState(fewShown)
  const unseen = useDesk((model) => model.history.unseenMissed)
  const { markHistorySeen } = useActions()
  const judge = useJudge()
  const { page, failure } = useHistory(text.trim(), show, limit)
  // Seen is what was looked for, not what happened to stand in the list.
  useEffect(() => {
    if (show === 'missed' && unseen > 0) markHistorySeen()
  }, [show, unseen, markHistorySeen])
  const more = page === null ? 0 : page.total - page.entries.length
  return (
    <section className={styles.history} aria-label={t('history.title')}>
      <div className={styles.head}>
        <h3>{t('history.title')}</h3>
        <fieldset aria-label={t('history.show')} className={styles.filter}>
          <Choice isOn={show === 'all'} onClick={() => setShow('all')}>
            {t('history.all')}
          </Choice>
          <Choice isOn={show === 'missed'} onClick={() => setShow('missed')}>
            {t('history.missed')}
            {unseen > 0 && (
              <span className={styles.unseen}>
                {format.number(unseen)}
                <span className={styles.heard}> {t('history.unseen')}</span>
              </span>
            )}
          </Choice>
        </fieldset>
      </div>
      {failure !== null && <p className={styles.empty}>{failureText(failure, i18n)}</p>}
      {page?.entries.length === 0 && (
        <p className={styles.empty}>{t(text.trim() === '' ? `history.empty.${show}` : 'history.notFound')}</p>
      )}
      {page !== null && page.entries.length > 0 && (
        <ul className={styles.list} aria-label={t('history.title')}>
          {page.entries.map((entry) => (
            <Entry key={entry.id} entry={entry} judge={judge} onCalled={onCalled} />
          ))}
        </ul>
      )}
      {more > 0 && limit < mostShown && (
        <button type="button" className={styles.more} onClick={() => setLimit(mostShown)}>
          {t('history.more', { count: more })}
        </button>
      )}
    </section>
  )
}

interface ChoiceProps {
  readonly isOn: boolean
  readonly onClick: () => void
  readonly children: React.ReactNode
}

function Choice({ isOn, onClick, children }: ChoiceProps) {
  return (
    <button type="button" className={styles.choice} aria-pressed={isOn} onClick={onClick}>
      {children}
    </button>
  )
}

interface EntryProps {
  readonly entry: HistoryEntry
  readonly judge: Judge
  readonly onCalled: (() => void) | undefined
}

/** The whole row calls back: a person on the phone all day aims at nothing smaller. */
const Entry = memo(function Entry({ entry, judge, onCalled }: EntryProps) {
  const i18n = useI18n()
  const { t } = i18n
  const { dial } = useActions()
  const { queueId, queueName, handedTo } = entry
  const queue = useDesk(({ centre }) => nameNow(centre, queueId)) ?? queueName
  const takenTo = useDesk(({ centre }) => nameNow(centre, handedTo?.queueId)) ?? handedTo?.who
  const verdict = judge(entry.number ?? '')
  const call = async (): Promise<void> => {
    if (verdict.ok && (await dial(verdict.wire)).ok) onCalled?.()
  }
  const who = entry.name ?? (entry.number === null ? t('caller.withheld') : null)
  return (
    <li className={styles.entry} data-outcome={entry.outcome} data-unseen={!entry.isSeen}>
      <button
        type="button"
        className={styles.row}
        aria-disabled={!verdict.ok}
        data-tip={verdict.ok ? t('history.callBack') : t('history.cannotCall')}
        onClick={verdict.ok ? () => void call() : undefined}
      >
        <EntryMark entry={entry} />
        <span className={styles.who}>
          {who === null ? <PhoneNumber value={entry.number ?? ''} /> : <bdi>{who}</bdi>}
        </span>
        <When atMs={entry.beganAtMs} />
        <span className={styles.facts}>{toFacts(entry, { queue, takenTo }, i18n)}</span>
      </button>
    </li>
  )
})

function EntryMark({ entry }: { readonly entry: HistoryEntry }) {
  const { t } = useI18n()
  const { outcome, direction } = entry
  const label = t(toWord(entry))
  const mark = {
    size: 14,
    role: 'img',
    'aria-label': label,
    'aria-hidden': false,
    className: styles.mark ?? '',
  } as const
  if (outcome === 'missed') return <PhoneMissed {...mark} />
  if (outcome === 'interrupted') return <Unplug {...mark} />
  if (outcome === 'declined' || outcome === 'unreached') return <PhoneOff {...mark} />
  return direction === 'out' ? <PhoneOutgoing {...mark} /> : <PhoneIncoming {...mark} />
}

function toWord({ outcome, direction }: HistoryEntry) {
  if (outcome === 'answered' || outcome === 'live') return direction === 'out' ? 'history.out' : 'history.in'
  return `history.was.${outcome}` as const
}

/** Today's by the clock, older ones by the day; the exact moment shows on hover. */
function When({ atMs }: { readonly atMs: number }) {
  const { format } = useI18n()
  const isToday = new Date(atMs).toDateString() === new Date().toDateString()
  return (
    <time className={styles.when} data-moment={atMs}>
      {isToday ? format.time(atMs) : format.day(atMs)}
    </time>
  )
}

/** A queue's name in the language of now; null outside queues, and for one that is gone or not seen by this agent. */
function nameNow(centre: Centre | null, queueId: QueueId | undefined): string | null {
  return centre?.queues.find(({ id }) => id === queueId)?.name ?? null
}

interface NamesNow {
  readonly queue: string | null
  readonly takenTo: string | undefined
}

/** Where the caller was taken; null for one who stayed. */
function toWhere(
  { handedTo }: HistoryEntry,
  takenTo: string | undefined,
  { t, format }: I18n,
): string | null {
  if (handedTo === undefined || takenTo === undefined) return null
  const who = handedTo.kind === 'number' ? format.phone(takenTo) : takenTo
  return t(handedTo.kind === 'voicemail' ? 'history.toVoicemail' : 'history.toPerson', { who })
}

/** Queue, wait and talk; of a call that did not come about, the word for it. */
function toFacts(entry: HistoryEntry, { queue, takenTo }: NamesNow, i18n: I18n): string {
  const { t, format } = i18n
  const talkMs = toTalkMs(entry)
  const waitMs = toWaitMs(entry)
  const isTalked = entry.outcome === 'answered' && talkMs !== null
  const parts = [
    isTalked ? t('history.talked', { time: format.duration(talkMs) }) : t(toWord(entry)),
    waitMs === null || waitMs < 1000 || entry.direction === 'out'
      ? null
      : t('history.waited', { time: format.duration(waitMs) }),
    queue,
    toWhere(entry, takenTo, i18n),
  ]
  return parts.filter((part) => part !== null).join(' · ')
}
