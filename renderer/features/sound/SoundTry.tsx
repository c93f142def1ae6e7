/** Tries the sound: a level meter, a tone, a recording that is played back, and the echo of the telephone system. */
import { Mic, MicOff, PhoneOutgoing, Play, Volume2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { echoExtension } from '#contract/echoTest'
import styles from '#renderer/features/sound/SoundTry.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { SoundTest } from '#renderer/state/phone/soundModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

export function SoundTry() {
  const { t, format } = useI18n()
  const { startSoundTest, stopSoundTest, recordSoundTest, playTestTone, callEcho } = useActions()
  const test = useDesk((model) => model.sound.test)
  const isInCall = useDesk(({ phone: { call } }) => call !== null && call.state !== 'ended')
  const isReachable = useDesk(({ phone }) => phone.link.kind === 'connected' && phone.seat === 'granted')
  // A panel that is closed leaves no microphone open.
  useEffect(() => () => stopSoundTest(), [stopSoundTest])
  const isOn = test.kind !== 'off'
  // Isolated from left to right, or the star would change sides in a Persian sentence.
  const number = `\u2066${format.digits(echoExtension)}\u2069`
  return (
    <section className={styles.section} aria-label={t('sound.try')}>
      <h3 className={styles.title}>{t('sound.try')}</h3>
      <div className={styles.buttons}>
        <Button
          size="small"
          aria-disabled={isInCall}
          onClick={isInCall ? undefined : () => (isOn ? stopSoundTest() : void startSoundTest())}
        >
          {isOn ? <MicOff size={16} aria-hidden="true" /> : <Mic size={16} aria-hidden="true" />}
          {t(isOn ? 'sound.stopTest' : 'sound.startTest')}
        </Button>
        <Button size="small" onClick={() => playTestTone()}>
          <Volume2 size={16} aria-hidden="true" />
          {t('sound.tone')}
        </Button>
      </div>
      {isOn && (
        <>
          <Level isOn={test.kind === 'listening' || test.kind === 'recording'} />
          <Button
            size="small"
            className={styles.alone}
            aria-disabled={test.kind !== 'listening'}
            onClick={test.kind === 'listening' ? () => void recordSoundTest() : undefined}
          >
            <Play size={16} aria-hidden="true" />
            {t('sound.record')}
          </Button>
        </>
      )}
      <p className={styles.said} role="status">
        {isInCall ? t('sound.notInCall') : <Said test={test} />}
      </p>
      <div className={styles.echo}>
        <Button
          size="small"
          aria-disabled={isInCall || !isReachable}
          onClick={isInCall || !isReachable ? undefined : () => void callEcho()}
        >
          <PhoneOutgoing size={16} aria-hidden="true" />
          {t('sound.echo')}
        </Button>
        <p className={styles.hint}>{t('sound.echoHint', { number })}</p>
      </div>
    </section>
  )
}

function Said({ test }: { readonly test: SoundTest }) {
  const { t } = useI18n()
  switch (test.kind) {
    case 'off':
      return null
    case 'recording':
      return t('sound.recording')
    case 'playing':
      return t('sound.playing')
    case 'listening':
      if (test.recorded === null) return null
      return t(test.recorded === 'heard' ? 'sound.recordedHeard' : 'sound.recordedSilent')
  }
}

const drawEveryMs = 100

/** Drawn past React, ten times a second. */
function Level({ isOn }: { readonly isOn: boolean }) {
  const { t } = useI18n()
  const { testLevel } = useActions()
  const meter = useRef<HTMLMeterElement>(null)
  useEffect(() => {
    const draw = (level: number): void => {
      if (meter.current !== null) meter.current.value = level
    }
    draw(0)
    if (!isOn) return
    const timer = setInterval(() => draw(testLevel()), drawEveryMs)
    return () => clearInterval(timer)
  }, [isOn, testLevel])
  return <meter ref={meter} className={styles.meter} min={0} max={1} aria-label={t('sound.level')} />
}
