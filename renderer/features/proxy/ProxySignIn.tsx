/** Asks who the person is at the proxy on the way to the network: which proxy, in its own words, and what is sent readable. */
import { type FormEvent, useId, useState } from 'react'
import { ProxyAnswer, type ProxyQuestion } from '#contract/proxy'
import styles from '#renderer/features/proxy/ProxySignIn.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Check } from '#renderer/ui/Check.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

export function ProxySignIn() {
  const { t } = useI18n()
  const { dismissProxy } = useActions()
  const question = useDesk((model) => model.proxyQuestion)
  return (
    <ModalDialog
      title={t('proxy.title')}
      isOpen={question !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen && question !== null) void dismissProxy(question.id)
      }}
    >
      {/* A new question begins empty: nothing typed for one proxy stays for another. */}
      {question !== null && <Form key={question.id} question={question} />}
    </ModalDialog>
  )
}

function Form({ question }: { readonly question: ProxyQuestion }) {
  const { t } = useI18n()
  const { answerProxy, dismissProxy } = useActions()
  const id = useId()
  const [keep, setKeep] = useState(false)
  const [isOdd, setOdd] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = { id: question.id, user: form.get('user'), password: form.get('password'), keep }
    const answer = ProxyAnswer.safeParse(said)
    setOdd(!answer.success)
    if (answer.success) void answerProxy(answer.data)
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      <p className={styles.line}>{t('proxy.asks')}</p>
      <p className={styles.proxy}>
        <bdi dir="ltr">{question.proxy}</bdi>
      </p>
      {question.realm !== '' && (
        <p className={styles.line}>
          {t('proxy.says')} <bdi>{question.realm}</bdi>
        </p>
      )}
      {question.wasWrong && (
        <Notice tone="bad" isAlert>
          {t('proxy.wrong', { left: question.triesLeft })}
        </Notice>
      )}
      <label htmlFor={`${id}user`}>{t('proxy.user')}</label>
      <input
        id={`${id}user`}
        name="user"
        dir="ltr"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={256}
        required
      />
      <label htmlFor={`${id}password`}>{t('signIn.password')}</label>
      <input
        id={`${id}password`}
        name="password"
        type="password"
        dir="ltr"
        autoComplete="off"
        maxLength={256}
      />
      {isOdd && (
        <Notice tone="bad" isAlert>
          {t('proxy.odd')}
        </Notice>
      )}
      {question.canKeep && <Check label={t('proxy.keep')} isOn={keep} onChange={setKeep} />}
      {question.isReadable && <p className={styles.soft}>{t('proxy.readable')}</p>}
      <div className={styles.buttons}>
        <Button look="quiet" onClick={() => void dismissProxy(question.id)}>
          {t('proxy.later')}
        </Button>
        <Button type="submit" look="primary">
          {t('signIn.submit')}
        </Button>
      </div>
    </form>
  )
}
