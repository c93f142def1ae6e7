/** The whole page: language, direction, theme and clock around the one screen that fits the moment. */
import { useLayoutEffect } from 'react'
import { Announcer } from '#renderer/app/Announcer.tsx'
import styles from '#renderer/app/App.module.css'
import { DeskScreen } from '#renderer/app/DeskScreen.tsx'
import { Starting } from '#renderer/app/Starting.tsx'
import { AlertBell } from '#renderer/features/alerts/AlertBell.tsx'
import { PopOutSpace } from '#renderer/features/popOut/PopOutSpace.tsx'
import { LanguageToggle } from '#renderer/features/preferences/LanguageToggle.tsx'
import { ThemeToggle } from '#renderer/features/preferences/ThemeToggle.tsx'
import { ProxySignIn } from '#renderer/features/proxy/ProxySignIn.tsx'
import { SignIn } from '#renderer/features/signIn/SignIn.tsx'
import { UpdateMark } from '#renderer/features/updates/UpdateMark.tsx'
import { Wallboard } from '#renderer/features/wallboard/Wallboard.tsx'
import { I18nRoot, useI18n } from '#renderer/i18n/I18n.tsx'
import { type Locale, localeDirection } from '#renderer/i18n/messages'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { isWallboardAddress } from '#renderer/state/wallboard/wallboardAddress'
import { PageClock } from '#renderer/ui/PageClock.tsx'
import { TipLayer } from '#renderer/ui/TipLayer.tsx'

/** The window of the big screen; the desk's own window speaks for both. */
const isWallboard = isWallboardAddress(window.location.search)

export function App() {
  const locale = useDesk((model) => model.desk?.settings.locale ?? browserLocale())
  const theme = useDesk((model) => model.desk?.settings.theme ?? 'system')
  const offsetMs = useDesk((model) => model.clockOffsetMs)
  useLayoutEffect(() => {
    const page = document.documentElement
    page.lang = locale
    page.dir = localeDirection[locale]
    page.dataset.theme = theme
  }, [locale, theme])
  return (
    <I18nRoot locale={locale}>
      <PageClock offsetMs={offsetMs}>
        <Screen />
        <Announcer />
        {!isWallboard && <AlertBell />}
        {!isWallboard && <ProxySignIn />}
        <TipLayer />
      </PageClock>
    </I18nRoot>
  )
}

function Screen() {
  const isKnown = useDesk((model) => model.desk !== null)
  const isSignedIn = useDesk((model) => model.desk?.session != null)
  if (!isKnown) return <Starting />
  if (isWallboard) return isSignedIn ? <Wallboard isWindow /> : <BoardSignedOut />
  if (isSignedIn)
    return (
      <PopOutSpace>
        <DeskScreen />
      </PopOutSpace>
    )
  return (
    <SignIn
      tools={
        <>
          <UpdateMark />
          <LanguageToggle />
          <ThemeToggle />
        </>
      }
    />
  )
}

/** A wallboard may only watch: signing in is the desk's. */
function BoardSignedOut() {
  const { t } = useI18n()
  return (
    <main className={styles.signedOut} aria-label={t('wallboard.region')}>
      <p>{t('wallboard.signedOut')}</p>
    </main>
  )
}

/** Until the desk has told its settings: the browser's language where it is one of ours. */
function browserLocale(): Locale {
  return navigator.language.startsWith('fa') ? 'fa' : 'en'
}
