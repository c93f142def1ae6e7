/** Chooses who has a lamp: everybody and every queue of the centre, with a tick at those that are pinned. */
import { Square, SquareCheck, Users } from 'lucide-react'
import { useState } from 'react'
import { Autocomplete } from 'react-aria-components/Autocomplete'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem, type Selection } from 'react-aria-components/ListBox'
import { SearchField } from 'react-aria-components/SearchField'
import { mostPins, type Pin } from '#contract/pin'
import styles from '#renderer/features/lamps/Lamps.module.css'
import { usePins } from '#renderer/features/lamps/useLamps'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { hasWords, toSearchText, toSearchWords } from '#renderer/state/floor/floorSearch'
import { toPinKey } from '#renderer/state/phone/lamps'
import { useActions, useDeskStore } from '#renderer/state/useDesk.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'

interface Choice {
  readonly key: string
  readonly pin: Pin
  readonly name: string
  readonly aside: string
}

/** More than this nobody reads: typing narrows them down. */
const mostShown = 200

export function PinDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, format } = useI18n()
  const { changeSettings } = useActions()
  const pins = usePins()
  const [typed, setTyped] = useState('')
  const choices = useChoices()
  const words = toSearchWords(typed)
  const found = choices
    .filter(({ name, aside }) => hasWords(toSearchText(`${name} | ${aside}`), words))
    .slice(0, mostShown)
  const chosen = new Set(pins.map(toPinKey))
  const isFull = pins.length >= mostPins
  const choose = (selection: Selection): void => {
    if (selection === 'all') return
    const shown = new Set(found.map(({ key }) => key))
    // What is not in the list now keeps its pin, and its place.
    const kept = pins.filter((pin) => !shown.has(toPinKey(pin)) || selection.has(toPinKey(pin)))
    const added = found.filter(({ key }) => selection.has(key) && !chosen.has(key)).map(({ pin }) => pin)
    void changeSettings({ pins: [...kept, ...added].slice(0, mostPins) })
  }
  return (
    <ModalDialog title={t('lamps.choose')} isOpen onOpenChange={onClose}>
      <Autocomplete inputValue={typed} onInputChange={setTyped}>
        <SearchField className={styles.field ?? ''} autoFocus>
          <Label>{t('lamps.search')}</Label>
          <Input />
        </SearchField>
        <ListBox
          className={styles.list ?? ''}
          aria-label={t('lamps.choose')}
          items={found.map((choice) => ({ ...choice, isPinned: chosen.has(choice.key) }))}
          selectionMode="multiple"
          // Escape closes the dialog; it does not take every pin away.
          escapeKeyBehavior="none"
          selectedKeys={chosen}
          disabledKeys={isFull ? found.filter(({ key }) => !chosen.has(key)).map(({ key }) => key) : []}
          onSelectionChange={choose}
          renderEmptyState={() => <p className={styles.count}>{t('floor.noneFound')}</p>}
        >
          {(choice) => (
            <ListBoxItem id={choice.key} className={styles.option ?? ''} textValue={choice.name}>
              {choice.isPinned ? (
                <SquareCheck size={16} aria-hidden="true" />
              ) : (
                <Square size={16} aria-hidden="true" />
              )}
              {choice.pin.kind === 'queue' && <Users size={14} aria-hidden="true" />}
              <bdi>{choice.name}</bdi>
              <bdi className={styles.aside}>{format.digits(choice.aside)}</bdi>
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
      <p className={styles.count} aria-live="polite">
        {t('lamps.count', { count: format.number(pins.length), most: format.number(mostPins) })}
      </p>
    </ModalDialog>
  )
}

/** As they were when the dialog was opened: a list that moves under the hand cannot be ticked. */
function useChoices(): readonly Choice[] {
  const store = useDeskStore()
  const { locale } = useI18n()
  const [choices] = useState(() => {
    const { centre, me } = store.getState()
    const { compare } = new Intl.Collator(locale)
    const numbers = new Map(centre?.dialling?.queueNumbers.map(({ queueId, number }) => [queueId, number]))
    const people = (centre?.agents ?? [])
      .filter(({ id }) => id !== me?.id)
      .map(({ id, name, extension }) => ({ pin: { kind: 'agent', id } as const, name, aside: extension }))
    const queues = (centre?.queues ?? []).map(({ id, name }) => ({
      pin: { kind: 'queue', id } as const,
      name,
      aside: numbers.get(id) ?? '',
    }))
    const byName = (a: { name: string }, b: { name: string }) => compare(a.name, b.name)
    return [...people.toSorted(byName), ...queues.toSorted(byName)].map((each) => ({
      ...each,
      key: toPinKey(each.pin),
    }))
  })
  return choices
}
