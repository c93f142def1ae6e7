/** An agent asks for a supervisor, with the reason, and sees that it stands until somebody clears it. */
import { Hand, X } from 'lucide-react'
import { useId, useState } from 'react'
import { Button as TriggerButton } from 'react-aria-components/Button'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import type { Help } from '#contract/agent'
import styles from '#renderer/features/help/HelpPanel.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'
import menu from '#renderer/ui/Menu.module.css'
import { shortcuts, toAriaKeys, toKeyCaps } from '#renderer/ui/shortcuts'
import { useShortcut } from '#renderer/ui/useShortcut'

export function HelpPanel() {
  const isAgent = useDesk((model) => model.me?.role === 'agent')
  const help = useDesk((model) => model.me?.help ?? null)
  if (!isAgent) return null
  return help === null ? <AskForHelp /> : <HelpAsked help={help} />
}

const reasons = [
  'help.reason.answer',
  'help.reason.caller',
  'help.reason.decide',
  'help.reason.system',
] as const

function AskForHelp() {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  useShortcut(shortcuts.help, () => setOpen(true))
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <TriggerButton
        className={styles.ask ?? ''}
        data-tip={t('help.tip')}
        data-keys={toKeyCaps(shortcuts.help).join(' ')}
        aria-keyshortcuts={toAriaKeys(shortcuts.help)}
      >
        <Hand size={16} aria-hidden="true" />
        {t('help.button')}
      </TriggerButton>
      <Popover className={menu.popover ?? ''} placement="bottom start">
        <Dialog className={styles.dialog ?? ''} aria-label={t('help.title')}>
          <Reasons onAsked={() => setOpen(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Reasons({ onAsked }: { readonly onAsked: () => void }) {
  const { t } = useI18n()
  const { askAct } = useActions()
  const [text, setText] = useState('')
  const fieldId = useId()
  const ask = async (reason: string): Promise<void> => {
    const asked = await askAct('help', 'ask', { reason })
    if (asked.ok) onAsked()
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void ask(text.trim())
      }}
    >
      <p className={styles.title}>{t('help.title')}</p>
      {reasons.map((key) => (
        <Button key={key} onClick={() => void ask(t(key))}>
          {t(key)}
        </Button>
      ))}
      <label className={styles.title} htmlFor={fieldId}>
        {t('help.other')}
      </label>
      <div className={styles.other}>
        <input
          id={fieldId}
          className={styles.text}
          dir="auto"
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button look="primary" type="submit">
          {t('help.ask')}
        </Button>
      </div>
    </form>
  )
}

function HelpAsked({ help }: { readonly help: Help }) {
  const { t } = useI18n()
  const { askAct } = useActions()
  const myId = useDesk((model) => model.me?.id ?? null)
  return (
    <div className={styles.asked}>
      <Hand className={styles.mark} size={16} aria-hidden="true" />
      <p className={styles.state}>
        <strong>{t('help.asked')}</strong> <Elapsed sinceMs={help.sinceMs} clock="gateway" />
        {help.reason !== '' && <bdi className={styles.reason}>{help.reason}</bdi>}
      </p>
      <Button
        look="quiet"
        size="small"
        tip={t('help.cancelTip')}
        onClick={() => myId !== null && void askAct('help', 'clear', { agentId: myId })}
      >
        <X size={14} aria-hidden="true" />
        {t('help.cancel')}
      </Button>
    </div>
  )
}
