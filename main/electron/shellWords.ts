/** The sentences of the program outside its page, from the same files as the page's. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '#contract/settings'

/** A sentence by its key, its `{names}` filled in; sentences here have no plurals. */
export type ShellWords = (
  locale: Settings['locale'],
  key: string,
  values?: Readonly<Record<string, string>>,
) => string

/** Reads both languages at once: the language may change while the program runs. */
export function readShellWords(resourcesDir: string): ShellWords {
  const read = (locale: Settings['locale']): Record<string, string> =>
    JSON.parse(readFileSync(join(resourcesDir, `locales/${locale}.json`), 'utf8'))
  const sentences = { en: read('en'), fa: read('fa') }
  return (locale, key, values = {}) => {
    const sentence = sentences[locale][key]
    if (sentence === undefined) throw new Error(`There is no sentence ${key}`)
    return sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  }
}
