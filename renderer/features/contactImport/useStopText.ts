/** Says why a file, or what is left of it from a row on, cannot be read. */
import type { FileStop } from '#contract/contactImport'
import { useI18n } from '#renderer/i18n/I18n.tsx'

export function useStopText(): (stop: FileStop) => string {
  const { t, format } = useI18n()
  return ({ fault, line }) => {
    const why = t(`import.fault.${fault}`)
    return line === null ? why : `${t('import.atRow', { line: format.number(line) })} ${why}`
  }
}
