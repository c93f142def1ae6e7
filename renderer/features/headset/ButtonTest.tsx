/** The live test of one headset: each press shows at once, and each of its lights can be switched by hand. */
import { useEffect } from 'react'
import type { Headset, HeadsetControl, HeadsetLight } from '#contract/headset'
import styles from '#renderer/features/headset/ButtonTest.module.css'
import { HeadsetPicture } from '#renderer/features/headset/HeadsetPicture.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { ButtonTest as Test } from '#renderer/state/headset/buttonTest'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

export function ButtonTest({ headset }: { readonly headset: Headset }) {
  const test = useDesk((model) => (model.headset.test?.key === headset.key ? model.headset.test : null))
  return test === null ? <Begin headset={headset} /> : <Running headset={headset} test={test} />
}

function Begin({ headset }: { readonly headset: Headset }) {
  const { t } = useI18n()
  const { startButtonTest } = useActions()
  const isInCall = useDesk((model) => model.phone.call !== null && model.phone.call.state !== 'ended')
  if (isInCall) return <p className={styles.hint}>{t('headset.test.inCall')}</p>
  return (
    <Button size="small" className={styles.begin} onClick={() => startButtonTest(headset.key)}>
      {t('headset.test.start')}
    </Button>
  )
}

interface RunningProps {
  readonly headset: Headset
  readonly test: Test
}

function Running({ headset, test }: RunningProps) {
  const { t } = useI18n()
  const { stopButtonTest } = useActions()
  // A panel that is closed tests nothing any more.
  useEffect(() => stopButtonTest, [stopButtonTest])
  return (
    <div className={styles.test}>
      <p className={styles.hint}>{t('headset.test.hint')}</p>
      <HeadsetPicture test={test} />
      <p className={styles.said} role="status">
        {test.last === null ? '' : t('headset.test.pressed', { control: t(`headset.control.${test.last}`) })}
      </p>
      <h3>{t('headset.test.controls')}</h3>
      <ul className={styles.controls}>
        {headset.controls.map((control) => (
          <ControlItem key={control} control={control} test={test} />
        ))}
      </ul>
      {headset.lights.length > 0 && <h3>{t('headset.test.lights')}</h3>}
      <div className={styles.lights}>
        {headset.lights.map((light) => (
          <LightSwitch key={light} light={light} isOn={test.lights[light] === true} />
        ))}
      </div>
      <Button size="small" className={styles.begin} onClick={stopButtonTest}>
        {t('headset.test.stop')}
      </Button>
    </div>
  )
}

function ControlItem({ control, test }: { readonly control: HeadsetControl; readonly test: Test }) {
  const { t, format } = useI18n()
  const seen = test.controls[control]
  const isOn = seen !== undefined && seen.value > 0
  return (
    <li className={styles.control} data-on={isOn} data-seen={(seen?.presses ?? 0) > 0}>
      {/* A new element for each press, so that the same button glows anew. */}
      {seen !== undefined && seen.serial > 0 && <span key={seen.serial} className={styles.glow} />}
      <span>{t(`headset.control.${control}`)}</span>
      {seen !== undefined && seen.presses > 0 && (
        <data value={seen.presses}>{t('headset.test.times', { count: format.number(seen.presses) })}</data>
      )}
    </li>
  )
}

function LightSwitch({ light, isOn }: { readonly light: HeadsetLight; readonly isOn: boolean }) {
  const { t } = useI18n()
  const { setTestLight } = useActions()
  return (
    <Button size="small" aria-pressed={isOn} onClick={() => void setTestLight(light, !isOn)}>
      <span className={styles.lamp} data-on={isOn} data-light={light} />
      {t(`headset.light.${light}`)}
    </Button>
  )
}
