/** Reads a YAML text that a person wrote against a schema; what is wrong is said with the line it stands on. Pure. */
import { type Document, isMap, LineCounter, type Node, parseAllDocuments, visit } from 'yaml'
import type { z } from 'zod'
import type { CrmMistake } from '#contract/crmSync'

export interface YamlMistake {
  /** From 1; null when it is about the file as a whole. */
  readonly line: number | null
  /** What `npm run crm -- check` says, in English. */
  readonly message: string
  /** The same as one of the page's sentences. */
  readonly reason: CrmMistake['reason']
  /** The key it is about, as it is written; null for none. */
  readonly key: string | null
}

export type YamlAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistakes: readonly YamlMistake[] }

const mostMistakes = 50
/** The longest file has some hundred; thousands in each other take a reader seconds, or all its stack. */
const mostBrackets = 5000

/** `prepare` changes what was written into what the schema is of; `what` names the file in a sentence. */
export function parseYaml<T>(
  text: string,
  schema: z.ZodType<T>,
  what: string,
  prepare: (raw: unknown) => unknown = (raw) => raw,
): YamlAnswer<T> {
  if (text.replace(/[^[{]/g, '').length > mostBrackets)
    return wrong('syntax', `has more brackets than a ${what}`)
  const lines = new LineCounter()
  let document: Document
  let value: unknown
  try {
    const documents = parseAllDocuments(text, { lineCounter: lines, strict: true, uniqueKeys: true })
    const [first] = documents
    if (!Array.isArray(documents) || first === undefined) return wrong('syntax', 'is empty')
    if (documents.length > 1) return wrong('syntax', 'has several documents; one is expected')
    document = first
    const mistakes = [...findSyntax(document, lines), ...findReferences(document, lines, what)]
    if (mistakes.length > 0) return { ok: false, mistakes: mistakes.slice(0, mostMistakes) }
    value = document.toJS({ maxAliasCount: 0 })
  } catch {
    // Brackets in each other beyond what the reader goes down into.
    return wrong('syntax', 'is nested too deep to be read')
  }
  const parsed = schema.safeParse(prepare(value))
  if (parsed.success) return { ok: true, value: parsed.data }
  const mistakes = parsed.error.issues.flatMap((issue) => toMistakes(issue, document, lines))
  return { ok: false, mistakes: mistakes.slice(0, mostMistakes) }
}

/** A mistake of the file as a whole. */
export function wrong(
  reason: YamlMistake['reason'],
  message: string,
): { readonly ok: false; readonly mistakes: readonly YamlMistake[] } {
  return { ok: false, mistakes: [{ line: null, message, reason, key: null }] }
}

function findSyntax(document: Document, lines: LineCounter): YamlMistake[] {
  return [...document.errors, ...document.warnings].map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    message: (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
    reason: 'syntax',
    key: null,
  }))
}

/** Anchors and aliases: nobody needs one here, and with them a few lines become gigabytes or a loop. */
function findReferences(document: Document, lines: LineCounter, what: string): YamlMistake[] {
  const mistakes: YamlMistake[] = []
  const refuse = (node: Node, message: string): void => {
    const line = node.range ? lines.linePos(node.range[0]).line : null
    mistakes.push({ line, message, reason: 'syntax', key: null })
  }
  visit(document, {
    Alias: (_, node) => refuse(node, `*${node.source} refers to another place; write it out`),
    Value: (_, node) => {
      if (node.anchor !== undefined) refuse(node, `&${node.anchor} is an anchor; a ${what} has none`)
    },
  })
  return mistakes
}

/** One mistake for each unknown key, on its own line. */
function toMistakes(issue: z.core.$ZodIssue, document: Document, lines: LineCounter): YamlMistake[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      line: toLine(document, lines, [...path, key]),
      message: `${toPlace(path)}there is no ${key} here`,
      reason: 'unknown',
      key,
    }))
  const message = issue.message.replace(/^Invalid input: /, '').replace(/\s+/g, ' ')
  const isMissing = issue.code === 'invalid_type' && message.endsWith('received undefined')
  const key = path.findLast((part) => typeof part === 'string') ?? null
  return [
    {
      line: toLine(document, lines, path),
      message: `${toPlace(path)}${message}`,
      reason: key === null ? 'syntax' : isMissing ? 'missing' : 'value',
      key,
    },
  ]
}

function toPlace(path: readonly (string | number)[]): string {
  if (path.length === 0) return ''
  const place = path.map((part) => (typeof part === 'number' ? `[${part + 1}]` : `.${part}`)).join('')
  return `${place.replace(/^\./, '')}: `
}

/** Of the key where there is one, otherwise of the nearest thing around it that is there. */
function toLine(document: Document, lines: LineCounter, path: readonly (string | number)[]): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const key = path[length - 1]
    const around = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    const pair = isMap(around) ? around.items.find((each) => String(each.key) === String(key)) : undefined
    const node = pair?.key ?? document.getIn(path.slice(0, length), true)
    const range = (node as Node | undefined)?.range
    if (range) return lines.linePos(range[0]).line
  }
  return null
}

/** The line a place of the text stands on; null where it is not there. */
export type LineOf = (path: readonly (string | number)[]) => number | null

/** Pure: for a text that has been read without a mistake. */
export function toLineOf(text: string): LineOf {
  const lines = new LineCounter()
  const [document] = parseAllDocuments(text, { lineCounter: lines })
  return (path) => (document === undefined ? null : toLine(document as Document, lines, path))
}

/** Pure: mistakes as a person reads them, a line each. */
export function formatMistakes(path: string, mistakes: readonly YamlMistake[]): string {
  return mistakes
    .map(({ line, message }) => `${path}${line === null ? '' : `:${line}`}: ${message}`)
    .join('\n')
}
