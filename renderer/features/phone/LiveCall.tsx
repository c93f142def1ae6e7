/** The call in progress: who, how long, and the few things one does in a call. */
import { Grip, Mic, MicOff, Pause, PhoneOff, Play } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Presence } from '#contract/agent'
import { CallQuality } from '#renderer/features/phone/CallQuality.tsx'
import { Keypad } from '#renderer/features/phone/Keypad.tsx'
import styles from '#renderer/features/phone/LiveCall.module.css'
import { SoundNotice } from '#renderer/features/phone/SoundNotice.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { PhoneCall } from '#renderer/state/deskModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'
import { type Shortcut, shortcuts } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

export function LiveCall({ call }: { readonly call: PhoneCall }) {
  return (
    <div className={styles.call} data-state={call.state}>
      <CallState call={call} />
      <SoundNotice sipCallId={call.sipCallId} />
      <CallIdentity call={call} />
      {call.state !== 'ringing' && <CallControls key={call.sipCallId} call={call} />}
    </div>
  )
}

/** The presence whose shape and word fit a call's state. */
function toMark(state: PhoneCall['state']): Presence {
  if (state === 'ringing' || state === 'held') return state
  return state === 'connecting' || state === 'dialling' ? 'dialling' : 'talking'
}

function CallState({ call }: { readonly call: PhoneCall }) {
  const { t } = useI18n()
  const mark = toMark(call.state)
  return (
    <div className={styles.state} data-mark={mark}>
      <PresenceMark presence={mark} size={18} />
      <strong>{t(`call.${call.state}`)}</strong>
      {call.muted && (
        <span className={styles.muted}>
          <MicOff size={14} aria-hidden="true" />
          {t('call.muted')}
        </span>
      )}
    </div>
  )
}

function CallIdentity({ call }: { readonly call: PhoneCall }) {
  const { t } = useI18n()
  const personName = useDesk((model) => model.caller?.person?.name ?? model.caller?.name ?? null)
  const name = personName ?? call.name
  return (
    <div className={styles.identity}>
      <p className={styles.name}>
        {name !== null ? <bdi>{name}</bdi> : t(call.number === null ? 'caller.withheld' : 'caller.unknown')}
      </p>
      {call.number !== null && (
        <p className={styles.number}>
          <PhoneNumber value={call.number} />
        </p>
      )}
      <Elapsed sinceMs={call.answeredAtMs ?? call.ringingAtMs} clock="page" className={styles.timer} />
      <CallQuality sipCallId={call.sipCallId} />
    </div>
  )
}

function CallControls({ call }: { readonly call: PhoneCall }) {
  const { t } = useI18n()
  const { setMuted, setHeld, hangUp } = useActions()
  const [hasKeypad, setKeypad] = useState(false)
  const isHeld = call.state === 'held'
  const isUp = call.state === 'talking' || isHeld
  const mute = (): void => setMuted(!call.muted)
  const hold = (): void => void setHeld(!isHeld)
  const toggleKeypad = (): void => setKeypad((shown) => !shown)
  useShortcut(shortcuts.mute, isUp ? mute : null)
  useShortcut(shortcuts.hold, isUp && !call.holdPending ? hold : null)
  useShortcut(shortcuts.keypad, isUp ? toggleKeypad : null)
  useShortcut(shortcuts.end, () => void hangUp())
  return (
    <>
      <div className={styles.tiles}>
        <Tile shortcut={shortcuts.mute} isOn={call.muted} isDisabled={!isUp} onClick={mute}>
          {call.muted ? <MicOff aria-hidden="true" /> : <Mic aria-hidden="true" />}
          {t(call.muted ? 'call.unmute' : 'call.mute')}
        </Tile>
        <Tile shortcut={shortcuts.hold} isOn={isHeld} isDisabled={!isUp || call.holdPending} onClick={hold}>
          {isHeld ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
          {t(isHeld ? 'call.resume' : 'call.hold')}
        </Tile>
        <Tile shortcut={shortcuts.keypad} isOn={hasKeypad} isDisabled={!isUp} isToggle onClick={toggleKeypad}>
          <Grip aria-hidden="true" />
          {t('call.keypad')}
        </Tile>
      </div>
      {hasKeypad && isUp && <Keypad />}
      <Button look="end" size="large" shortcut={shortcuts.end} onClick={() => void hangUp()}>
        <PhoneOff size={20} aria-hidden="true" />
        {t('call.hangUp')}
      </Button>
    </>
  )
}

interface TileProps {
  readonly shortcut: Shortcut
  readonly isOn: boolean
  readonly isDisabled: boolean
  /** The name stays the same while it is on, so the state is said by `aria-expanded`. */
  readonly isToggle?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

/** aria-disabled keeps the focus where it is while a hold is on its way. */
function Tile({ shortcut, isOn, isDisabled, isToggle = false, onClick, children }: TileProps) {
  return (
    <Button
      className={styles.tile}
      shortcut={shortcut}
      data-on={isOn}
      aria-disabled={isDisabled}
      aria-expanded={isToggle ? isOn : undefined}
      onClick={isDisabled ? undefined : onClick}
    >
      {children}
    </Button>
  )
}
