/** Makes new alerts heard and read out on every tab, and shown by the system while the page is out of sight. */
import { useEffect, useRef, useState } from 'react'
import { createAlertSound } from '#renderer/features/alerts/alertSound'
import { alertText } from '#renderer/features/alerts/alertText'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { Alert } from '#renderer/state/alerts/alert'
import { toRingerId } from '#renderer/state/phone/soundDevices'
import { useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'
import { afterPaint } from '#renderer/ui/afterPaint'
import heard from '#renderer/ui/heardOnly.module.css'

/** More at once are read out as a number after the first. */
const readOut = 2
const noReasons: never[] = []

export function AlertBell() {
  const text = useNewsText()
  const { serial } = useDesk((model) => model.alerts.news)
  useSound()
  useNotification(text)
  return (
    <div className={heard.heardOnly} role="log" aria-live="polite">
      {text !== '' && <span key={serial}>{text}</span>}
    </div>
  )
}

/** What is said of the last news; stays until the next. */
function useNewsText(): string {
  const i18n = useI18n()
  const { alerts } = useDesk((model) => model.alerts.news)
  const reasons = useDesk((model) => model.centre?.pauseReasons ?? noReasons)
  const said = alerts.slice(0, readOut).map((alert: Alert) => alertText(alert, i18n, reasons))
  const more = alerts.length - said.length
  return [...said, ...(more > 0 ? [i18n.t('alerts.moreNew', { count: more })] : [])].join('. ')
}

/** Runs once for each serial of news, and not for those that stood when the page came. */
function useOnNews(run: () => void): void {
  const { serial } = useDesk((model) => model.alerts.news)
  const [first] = useState(serial)
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (serial > first) latest.current()
  }, [serial, first])
}

function useSound(): void {
  const settings = useDesk((model) => model.desk?.settings ?? null)
  const devices = useDesk((model) => model.phone.devices)
  const store = useDeskStore()
  const [sound] = useState(createAlertSound)
  useEffect(() => () => sound.close(), [sound])
  useOnNews(() => {
    if (settings?.alerts.sound !== true) return
    const deviceId = toRingerId(settings, devices)
    const { call } = store.getState().phone
    const isInCall = call !== null && call.state !== 'ended'
    // Whoever is in a call hears it from behind the caller's voice.
    const volume = settings.ringVolume * (isInCall ? 0.3 : 1)
    // To open a sound card takes milliseconds: the alert is seen first.
    afterPaint(() => sound.play(deviceId, volume))
  })
}

function useNotification(text: string): void {
  const { t } = useI18n()
  const isWanted = useDesk((model) => model.desk?.settings.alerts.notify ?? false)
  const shown = useRef<Notification | null>(null)
  useEffect(() => () => shown.current?.close(), [])
  useOnNews(() => {
    const isHidden = document.visibilityState === 'hidden' || !document.hasFocus()
    if (!isWanted || !isHidden || !canNotify()) return
    // One tag: the next takes the place of the last, so that a bad hour does not cover the screen.
    const notification = new Notification(t('alerts.region'), {
      body: text,
      tag: 'najva-alerts',
      silent: true,
    })
    notification.addEventListener('click', () => window.focus())
    shown.current = notification
  })
}

function canNotify(): boolean {
  return 'Notification' in window && Notification.permission === 'granted'
}
