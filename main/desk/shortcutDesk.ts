/** Knows which key combinations reach the desk, tells the page, and lets go of them while the person chooses others. */

import { type Answer, done, failed } from '#contract/failure'
import type { ShortcutAction, ShortcutStand, ShortcutState } from '#contract/shortcuts'
import { createListeners } from '#main/desk/listeners'
import type { ShellDesk } from '#main/desk/shellDesk'
import { parseMarkedNumber } from '#main/desk/telephoneLink'

export type ShortcutStands = Readonly<Record<ShortcutAction, ShortcutStand>>

export interface ShortcutDesk {
  readonly state: ShortcutState
  onChange(listener: () => void): () => void
  /** A shell that hears keys in every program says how each stands. */
  report(stands: ShortcutStands): void
  /** Whether the keys are let go: a page is waiting for a combination, and must hear it itself. */
  readonly isChoosing: boolean
  onChoosing(listener: () => void): () => void
  /** Until the function returned is called. */
  choose(): () => void
  /** The keys of an action were pressed; `marked`: reads what is marked, and is asked only when a number is to be called. */
  press(action: ShortcutAction, marked: () => Promise<string>): Promise<void>
  /** Asks the person whether to call the number in this text; `invalid` when there is none. */
  dialMarked(text: string): Answer<null>
}

const none: ShortcutStands = { answer: 'off', hangUp: 'off', mute: 'off', dialSelection: 'off' }

export function createShortcutDesk(
  shell: Pick<ShellDesk, 'wish' | 'askCall'>,
  platform: NodeJS.Platform,
): ShortcutDesk {
  const isMac = platform === 'darwin'
  const listeners = createListeners()
  const choosing = createListeners()
  let state: ShortcutState = { reach: 'page', isMac, stands: none }
  let choosers = 0

  const dialMarked = (text: string): Answer<null> => {
    const number = parseMarkedNumber(text)
    if (number === null) return failed('invalid')
    // What a person marked may be anything, also a number a hostile page put there: it is always asked.
    shell.askCall(number, { always: true })
    return done(null)
  }
  return {
    get state() {
      return state
    },
    onChange: listeners.on,
    report(stands) {
      state = { reach: 'system', isMac, stands }
      listeners.tell()
    },
    get isChoosing() {
      return choosers > 0
    },
    onChoosing: choosing.on,
    choose() {
      choosers += 1
      if (choosers === 1) choosing.tell()
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        choosers -= 1
        if (choosers === 0) choosing.tell()
      }
    },
    async press(action, marked) {
      switch (action) {
        case 'answer':
          return shell.wish({ kind: 'answer' })
        case 'hangUp':
          return shell.wish({ kind: 'hangUp' })
        case 'mute':
          return shell.wish({ kind: 'toggleMute' })
        case 'dialSelection':
          if (!dialMarked(await marked()).ok) shell.wish({ kind: 'noNumber' })
      }
    },
    dialMarked,
  }
}
