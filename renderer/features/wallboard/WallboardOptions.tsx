/** Opens the dialog that says what the board shows: queues, pages, how long each stands, light or dark. */
import { SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { WallboardPage, type WallboardSettings } from '#contract/wallboardSettings'
import styles from '#renderer/features/wallboard/WallboardOptions.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'

const rotations = [0, 10, 20, 30, 60, 120]

export function WallboardOptions() {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button look="quiet" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <SlidersHorizontal size={16} aria-hidden="true" />
        {t('wallboard.options')}
      </Button>
      <ModalDialog title={t('wallboard.options')} isOpen={isOpen} onOpenChange={setOpen}>
        <OptionsForm onClose={() => setOpen(false)} />
      </ModalDialog>
    </>
  )
}

function OptionsForm({ onClose }: { readonly onClose: () => void }) {
  const { t, format } = useI18n()
  const settings = useDesk((model) => model.desk?.settings.wallboard ?? null)
  const { changeSettings } = useActions()
  if (settings === null) return null
  const change = (part: Partial<WallboardSettings>) =>
    void changeSettings({ wallboard: { ...settings, ...part } })
  return (
    <>
      <PagesField settings={settings} onChange={change} />
      <Choice
        label={t('wallboard.rotate')}
        value={String(settings.rotateSeconds)}
        onChoose={(value) => change({ rotateSeconds: Number(value) })}
      >
        {[...new Set([...rotations, settings.rotateSeconds])]
          .toSorted((one, other) => one - other)
          .map((seconds) => (
            <option key={seconds} value={seconds}>
              {seconds === 0
                ? t('wallboard.rotateNever')
                : t('wallboard.rotateEvery', { seconds: format.number(seconds) })}
            </option>
          ))}
      </Choice>
      <Choice
        label={t('wallboard.theme')}
        value={settings.theme}
        onChoose={(value) => change({ theme: value === 'light' ? 'light' : 'dark' })}
      >
        <option value="dark">{t('wallboard.themeDark')}</option>
        <option value="light">{t('wallboard.themeLight')}</option>
      </Choice>
      <QueuesField settings={settings} onChange={change} />
      <Button className={styles.close} look="primary" onClick={onClose}>
        {t('wallboard.close')}
      </Button>
    </>
  )
}

interface FieldProps {
  readonly settings: WallboardSettings
  readonly onChange: (part: Partial<WallboardSettings>) => void
}

function PagesField({ settings, onChange }: FieldProps) {
  const { t } = useI18n()
  const { pages } = settings
  return (
    <fieldset className={styles.field}>
      <legend>{t('wallboard.pages')}</legend>
      {WallboardPage.options.map((page) => {
        const isShown = pages.includes(page)
        return (
          <label key={page} className={styles.option}>
            <input
              type="checkbox"
              checked={isShown}
              // The last page cannot be taken away: a board shows something.
              disabled={isShown && pages.length === 1}
              onChange={() =>
                onChange({
                  pages: WallboardPage.options.filter((each) =>
                    each === page ? !isShown : pages.includes(each),
                  ),
                })
              }
            />
            {t(`wallboard.page.${page}`)}
          </label>
        )
      })}
    </fieldset>
  )
}

const noQueues: never[] = []

function QueuesField({ settings, onChange }: FieldProps) {
  const { t } = useI18n()
  const queues = useDesk((model) => model.centre?.queues ?? noQueues)
  const { queueIds } = settings
  return (
    <fieldset className={styles.field}>
      <legend>{t('wallboard.queues')}</legend>
      <label className={styles.option}>
        <input type="checkbox" checked={queueIds.length === 0} onChange={() => onChange({ queueIds: [] })} />
        {t('wallboard.allQueues')}
      </label>
      <div className={styles.queues}>
        {queues.map(({ id, name }) => {
          const isChosen = queueIds.includes(id)
          return (
            <label key={id} className={styles.option}>
              <input
                type="checkbox"
                checked={isChosen}
                onChange={() =>
                  onChange({
                    queueIds: isChosen ? queueIds.filter((each) => each !== id) : [...queueIds, id],
                  })
                }
              />
              <bdi>{name}</bdi>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly onChoose: (value: string) => void
  readonly children: ReactNode
}

function Choice({ label, value, onChoose, children }: ChoiceProps) {
  const id = useId()
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {children}
      </select>
    </div>
  )
}
