/** Hears the keys of other programs in this page, where nothing hears them outside it: in a browser, or when the system refused. */
import { useEffect } from 'react'
import { type ShortcutAction, shortcutActions } from '#contract/shortcuts'
import { toCombination } from '#renderer/features/preferences/combinationKeys'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'

export function PageKeys() {
  const { pressShortcut } = useActions()
  const keys = useDesk((model) => model.desk?.settings.shortcuts ?? null)
  const state = useDesk((model) => model.shortcuts)
  useEffect(() => {
    if (keys === null || state === null) return
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return
      const pressed = toCombination(event, state.isMac)
      const action = shortcutActions.find((each) => keys[each] === pressed && state.stands[each] !== 'on')
      if (action === undefined) return
      event.preventDefault()
      void pressShortcut(action, readMarked(action))
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [keys, state, pressShortcut])
  return null
}

/** What is marked in the text or in a field; a password is never looked at. */
function readMarked(action: ShortcutAction): string {
  if (action !== 'dialSelection') return ''
  const field = document.activeElement
  const isField = field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement
  if (!isField) return String(window.getSelection() ?? '')
  if (field.type === 'password' || field.selectionStart === null || field.selectionEnd === null) return ''
  return field.value.slice(field.selectionStart, field.selectionEnd)
}
