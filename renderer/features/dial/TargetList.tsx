/** The list beneath the field: each with its name, its number, and whether it is free. */
import { BookUser, Hash, Star, Users } from 'lucide-react'
import styles from '#renderer/features/dial/TargetList.module.css'
import type { Target } from '#renderer/features/dial/useTargets'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'
import { presenceWord } from '#renderer/ui/presenceWord'
import type { Picker } from '#renderer/ui/usePicker'

export interface TargetListProps {
  readonly label: string
  readonly targets: readonly Target[]
  readonly picker: Picker
}

export function TargetList({ label, targets, picker }: TargetListProps) {
  if (targets.length === 0) return null
  return (
    <ul {...picker.list} className={styles.list} aria-label={label}>
      {targets.map((target, at) => (
        <li key={target.key} {...picker.option(at)} className={styles.row} data-kind={target.kind}>
          <span className={styles.mark}>
            <TargetMark target={target} />
          </span>
          <TargetWho target={target} />
        </li>
      ))}
    </ul>
  )
}

export function TargetMark({ target }: { readonly target: Target }) {
  switch (target.kind) {
    case 'number':
      return <Hash size={14} aria-hidden="true" />
    case 'colleague':
      return <PresenceMark presence={target.presence} size={14} />
    case 'queue':
      return <Users size={14} aria-hidden="true" />
    case 'person':
      return target.priority === 'vip' ? (
        <Star size={14} fill="currentColor" aria-hidden="true" />
      ) : (
        <BookUser size={14} aria-hidden="true" />
      )
  }
}

export function TargetWho({ target }: { readonly target: Target }) {
  if (target.kind === 'number')
    return (
      <span className={styles.name}>
        <PhoneNumber value={target.number} />
      </span>
    )
  return (
    <>
      <bdi className={styles.name}>{target.name}</bdi>
      <span className={styles.number}>
        <PhoneNumber value={target.number} />
      </span>
      <TargetState target={target} />
      {target.kind === 'person' && target.snippet !== null && (
        <bdi className={styles.snippet} data-tip={target.snippet}>
          {target.snippet}
        </bdi>
      )}
    </>
  )
}

function TargetState({ target }: { readonly target: Exclude<Target, { kind: 'number' }> }) {
  const { t, format } = useI18n()
  if (target.kind === 'queue') {
    const counts = { waiting: format.number(target.waiting), free: format.number(target.free) }
    return <span className={styles.state}>{t('dial.queueState', counts)}</span>
  }
  if (target.kind === 'person')
    return target.company === null ? null : <bdi className={styles.state}>{target.company}</bdi>
  if (target.number === target.voicemail) return <span className={styles.state}>{t('dial.voicemail')}</span>
  return (
    <span className={styles.state} data-presence={target.presence}>
      {t(presenceWord(target.presence))} <Elapsed sinceMs={target.sinceMs} clock="gateway" />
    </span>
  )
}
