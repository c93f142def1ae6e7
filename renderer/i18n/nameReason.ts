/** Names a pause no person chose: what the gateway holds somebody with meanwhile has words of its own. */
import type { MessageKey } from '#renderer/i18n/messages'
import type { Translate } from '#renderer/i18n/translate'

const words: Readonly<Record<string, MessageKey>> = {
  takeover: 'floor.linkReason.takeover',
  shadow: 'floor.linkReason.shadow',
  'wrap-up': 'floor.linkReason.wrap-up',
  offline: 'floor.linkReason.offline',
  leaving: 'floor.linkReason.leaving',
  '': 'floor.linkReason.none',
}

/** Of a reason that is not in the site's list; one nobody knows is shown as the telephone system has it. */
export function nameReason(reasonId: string, t: Translate): string {
  const key = Object.hasOwn(words, reasonId) ? words[reasonId] : undefined
  return key === undefined ? reasonId : t(key)
}
