/** What a caller is called in a sentence: by name, else by number, else as withheld. */
import type { CallerIdentity } from '#contract/call'
import type { I18n } from '#renderer/i18n/I18n.tsx'

export function callerText(caller: CallerIdentity, name: string | null, { t, format }: I18n): string {
  return name ?? caller.name ?? (caller.number === null ? t('caller.withheld') : format.phone(caller.number))
}
