/** Signing in: a name, a password, and a clear sentence when it does not work. */
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import styles from '#renderer/features/signIn/SignIn.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Logo } from '#renderer/ui/Logo.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

export function SignIn({ tools }: { readonly tools: ReactNode }) {
  const { t } = useI18n()
  return (
    <main className={styles.page}>
      <div className={styles.tools}>{tools}</div>
      <div className={styles.card}>
        <Logo size={40} />
        <h1 className={styles.title}>{t('signIn.title')}</h1>
        <SignInForm />
        <p className={styles.hint}>{t('signIn.practiceHint')}</p>
      </div>
    </main>
  )
}

function SignInForm() {
  const { t } = useI18n()
  const { signIn } = useActions()
  const [isBusy, setBusy] = useState(false)
  const id = useId()
  const user = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  useEffect(() => user.current?.focus(), [])
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    await signIn(String(form.get('user')).trim(), String(form.get('password')))
    setBusy(false)
    password.current?.select()
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <label htmlFor={`${id}user`}>{t('signIn.user')}</label>
      <input
        ref={user}
        id={`${id}user`}
        name="user"
        dir="ltr"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        required
      />
      <label htmlFor={`${id}password`}>{t('signIn.password')}</label>
      <input
        ref={password}
        id={`${id}password`}
        name="password"
        type="password"
        dir="ltr"
        autoComplete="current-password"
        maxLength={256}
        required
      />
      <WhyNot />
      <Button type="submit" look="primary" size="large" disabled={isBusy}>
        {t(isBusy ? 'signIn.busy' : 'signIn.submit')}
      </Button>
    </form>
  )
}

/** The last refusal; otherwise why the session before ended; otherwise why nobody can sign in just now. */
function WhyNot() {
  const i18n = useI18n()
  const { t } = i18n
  const refused = useDesk((model) => model.failure)
  const ended = useDesk((model) => model.desk?.ended ?? null)
  const gateway = useDesk((model) => model.desk?.gateway ?? null)
  if (refused !== null) {
    return (
      <Notice tone="bad" isAlert>
        {failureText(refused, i18n)}
      </Notice>
    )
  }
  if (ended !== null) return <Notice tone="warn">{failureText(ended, i18n)}</Notice>
  if (gateway === null || gateway.kind === 'connected') return null
  return <Notice tone="info">{t(`signIn.gateway.${gateway.kind}`)}</Notice>
}
