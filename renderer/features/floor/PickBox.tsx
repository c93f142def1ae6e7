/** Asks for one of many: type to narrow them down, arrows to choose, Enter to do it. */
import { useState } from 'react'
import { Autocomplete } from 'react-aria-components/Autocomplete'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { SearchField } from 'react-aria-components/SearchField'
import styles from '#renderer/features/floor/Questions.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { hasWords, toSearchText, toSearchWords } from '#renderer/state/floor/floorSearch'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'

export interface Choice {
  readonly key: string
  readonly name: string
  /** Beside the name. */
  readonly aside?: string
}

export interface PickBoxProps {
  readonly title: string
  /** Best first. */
  readonly choices: readonly Choice[]
  /** Said when there is nothing to choose from. */
  readonly empty: string
  readonly onPick: (key: string) => void
  readonly onClose: () => void
}

/** More than this nobody reads: typing narrows them down. */
const maxShown = 100

export function PickBox({ title, choices, empty, onPick, onClose }: PickBoxProps) {
  const { t } = useI18n()
  const [typed, setTyped] = useState('')
  const words = toSearchWords(typed)
  const found = choices
    .filter(({ name, aside }) => hasWords(toSearchText(`${name} | ${aside ?? ''}`), words))
    .slice(0, maxShown)
  const pick = (key: string): void => {
    onClose()
    onPick(key)
  }
  return (
    <ModalDialog title={title} isOpen onOpenChange={onClose}>
      <Autocomplete inputValue={typed} onInputChange={setTyped}>
        <SearchField className={styles.field ?? ''} autoFocus>
          <Label>{t('floor.pick.search')}</Label>
          <Input />
        </SearchField>
        <ListBox
          className={styles.list ?? ''}
          aria-label={title}
          items={found}
          selectionMode="none"
          onAction={(key) => pick(String(key))}
          renderEmptyState={() => (
            <p className={styles.empty}>{choices.length === 0 ? empty : t('floor.noneFound')}</p>
          )}
        >
          {(choice) => (
            <ListBoxItem id={choice.key} className={styles.option ?? ''} textValue={choice.name}>
              <bdi>{choice.name}</bdi>
              {choice.aside !== undefined && <bdi className={styles.aside}>{choice.aside}</bdi>}
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
    </ModalDialog>
  )
}
