/** A text field with a list beneath that stays: arrows walk the list, Enter takes what they stand on (WAI-ARIA combobox). */
import { type KeyboardEvent, useEffect, useId, useState } from 'react'

export interface Picker {
  /** The place arrows stand on; null in the field itself. */
  readonly active: number | null
  readonly field: {
    readonly role: 'combobox'
    readonly 'aria-expanded': boolean
    readonly 'aria-controls': string | undefined
    readonly 'aria-activedescendant': string | undefined
    readonly 'aria-autocomplete': 'list'
    readonly onKeyDown: (event: KeyboardEvent) => void
  }
  readonly list: { readonly role: 'listbox'; readonly id: string }
  option(at: number): {
    readonly role: 'option'
    readonly id: string
    readonly 'aria-selected': boolean
    readonly onClick: () => void
  }
}

export interface PickerOptions {
  readonly count: number
  /** Changed text begins at the top again. */
  readonly text: string
  readonly onPick: (at: number) => void
  /** Enter while arrows stand on nothing. */
  readonly onEnter: () => void
  /** Escape; absent where it means nothing. */
  readonly onLeave?: () => void
}

export function usePicker({ count, text, onPick, onEnter, onLeave }: PickerOptions): Picker {
  const id = useId()
  const [active, setActive] = useState<number | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is another list
  useEffect(() => setActive(null), [text])
  const at = active === null || active >= count ? null : active
  const toId = (place: number): string => `${id}-${place}`
  useEffect(() => {
    if (at !== null) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [at, id])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
    const next = toNext(event.key, at, count)
    if (next !== undefined) {
      event.preventDefault()
      setActive(next)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (at === null) onEnter()
      else onPick(at)
    } else if (event.key === 'Escape' && onLeave !== undefined) {
      event.preventDefault()
      onLeave()
    }
  }
  return {
    active: at,
    field: {
      role: 'combobox',
      'aria-expanded': count > 0,
      'aria-controls': count > 0 ? `${id}-list` : undefined,
      'aria-activedescendant': at === null ? undefined : toId(at),
      'aria-autocomplete': 'list',
      onKeyDown,
    },
    list: { role: 'listbox', id: `${id}-list` },
    option: (place) => ({
      role: 'option',
      id: toId(place),
      'aria-selected': place === at,
      onClick: () => onPick(place),
    }),
  }
}

/** undefined for a key that moves nothing; null back in the field. */
function toNext(key: string, at: number | null, count: number): number | null | undefined {
  if (count === 0) return undefined
  if (key === 'ArrowDown') return at === null ? 0 : Math.min(at + 1, count - 1)
  if (key !== 'ArrowUp' || at === null) return undefined
  return at === 0 ? null : at - 1
}
