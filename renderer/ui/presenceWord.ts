/** The word for each presence, the same on every screen. */
import type { Presence } from '#contract/agent'
import type { MessageKey } from '#renderer/i18n/messages'

export function presenceWord(presence: Presence): MessageKey {
  return `presence.${presence}`
}
