/** Where the cache's cards come from, and how to know that it holds the cards of exactly that source. */
import { statSync } from 'node:fs'
import type { CrmConfig, CrmSecrets } from '#main/crm/connector/crmConfig'
import { type KeepRules, keepAll } from '#main/crm/sync/keepRules'
import { readLines } from '#main/crm/sync/lineFile'
import { openPracticeBook, practiceBookMark } from '#main/crm/sync/practiceBook'
import { toErrorCode } from '#main/store/storeFault'

/** What is only taken whole, and lies on this machine. */
export type LocalSource =
  /** The generated customers of the practice centre. */
  | { readonly kind: 'practiceBook'; readonly seed: number; readonly size: number; readonly nowMs: number }
  /** A site's export: one CallerCard as JSON on each line, UTF-8. */
  | { readonly kind: 'file'; readonly path: string }

/** Plain data, because it is handed to the thread that writes the cache. */
export type CardSource =
  | LocalSource
  /** A CRM that is asked over the network; the secrets are the profile's, and stay in memory. */
  | {
      readonly kind: 'crm'
      readonly config: CrmConfig
      readonly secrets: CrmSecrets
      readonly rules: KeepRules
    }

export function isLocalSource(source: CardSource): source is LocalSource {
  return source.kind === 'practiceBook' || source.kind === 'file'
}

/** Everybody stays, where the site does not say otherwise. */
export function toKeepRules(source: CardSource | null): KeepRules {
  return source?.kind === 'crm' ? source.rules : keepAll
}

export interface OpenSource {
  /** How many cards there are; null when only the end will tell. */
  readonly size: number | null
  /**
   * Raw values from the `from`th on, each made when it is asked for, so that no more than one is in memory; null stands for
   * one that could not be read.
   */
  cards(from: number): Iterable<() => unknown>
}

/** What a filled cache remembers of its source; null when the source is not there now. */
export function toSourceMark(source: CardSource, country: string): string | null {
  if (source.kind === 'practiceBook') return practiceBookMark(source)
  const path = source.kind === 'file' ? source.path : toTemplatePath(source.config)
  if (path === null) return JSON.stringify([source.kind, source.kind === 'crm' && source.config, country])
  try {
    const { size, mtimeMs } = statSync(path)
    // National numbers are read by the country's rules, and a template that was changed names other fields.
    return JSON.stringify([source.kind, path, size, mtimeMs, country])
  } catch (error) {
    if (toErrorCode(error) === null) throw error
    return null
  }
}

/** null for a CRM that needs no template. */
function toTemplatePath(config: CrmConfig): string | null {
  return config.kind === 'rest' ? config.templatePath : null
}

export async function openSource(source: LocalSource): Promise<OpenSource> {
  if (source.kind === 'practiceBook') return openPracticeBook(source)
  return { size: null, cards: (from) => parseLines(source.path, from) }
}

function* parseLines(path: string, from: number): Iterable<() => unknown> {
  let count = 0
  for (const text of readLines(path)) {
    count += 1
    if (count > from) yield () => parseLine(text)
  }
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
