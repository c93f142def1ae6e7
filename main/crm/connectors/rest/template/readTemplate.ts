/** Reads a template from its file; what is wrong is said with the line it stands on. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Document, isMap, LineCounter, type Node, parseAllDocuments, visit } from 'yaml'
import type { z } from 'zod'
import { Template } from '#main/crm/connectors/rest/template/template'

export interface TemplateMistake {
  /** From 1; null when it is about the file as a whole. */
  readonly line: number | null
  readonly message: string
}

export type TemplateAnswer =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly mistakes: readonly TemplateMistake[] }

/** A template is written by hand; a longer file is not one. */
const maxBytes = 256 * 1024
const mostMistakes = 50
/** The longest template has some hundred; thousands in each other take a reader seconds, or all its stack. */
const mostBrackets = 5000

/** Paths in the file are meant from its own folder. */
export function readTemplate(path: string): TemplateAnswer {
  try {
    if (statSync(path).size > maxBytes) return wrong(null, `is longer than ${maxBytes} bytes`)
    const answer = parseTemplate(readFileSync(path, 'utf8'))
    return answer.ok ? { ok: true, template: fromFolder(answer.template, dirname(path)) } : answer
  } catch (error) {
    return wrong(null, `cannot be read (${error instanceof Error && 'code' in error ? error.code : 'why?'})`)
  }
}

/** Pure. */
export function parseTemplate(text: string): TemplateAnswer {
  if (text.replace(/[^[{]/g, '').length > mostBrackets)
    return wrong(null, 'has more brackets than a template')
  const lines = new LineCounter()
  let document: Document
  let value: unknown
  try {
    const documents = parseAllDocuments(text, { lineCounter: lines, strict: true, uniqueKeys: true })
    const [first] = documents
    if (!Array.isArray(documents) || first === undefined) return wrong(null, 'is empty')
    if (documents.length > 1) return wrong(null, 'has several documents; one is expected')
    document = first
    const mistakes = [...findSyntax(document, lines), ...findReferences(document, lines)]
    if (mistakes.length > 0) return { ok: false, mistakes: mistakes.slice(0, mostMistakes) }
    value = document.toJS({ maxAliasCount: 0 })
  } catch {
    // Brackets in each other beyond what the reader goes down into.
    return wrong(null, 'is nested too deep to be read')
  }
  const parsed = Template.safeParse(value)
  if (parsed.success) return { ok: true, template: parsed.data }
  const mistakes = parsed.error.issues.flatMap((issue) => toMistakes(issue, document, lines))
  return { ok: false, mistakes: mistakes.slice(0, mostMistakes) }
}

function wrong(line: number | null, message: string): TemplateAnswer {
  return { ok: false, mistakes: [{ line, message }] }
}

function findSyntax(document: Document, lines: LineCounter): TemplateMistake[] {
  return [...document.errors, ...document.warnings].map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    message: (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
  }))
}

/** Anchors and aliases: a template needs none, and with them a few lines become gigabytes or a loop. */
function findReferences(document: Document, lines: LineCounter): TemplateMistake[] {
  const mistakes: TemplateMistake[] = []
  const refuse = (node: Node, message: string): void => {
    mistakes.push({ line: node.range ? lines.linePos(node.range[0]).line : null, message })
  }
  visit(document, {
    Alias: (_, node) => refuse(node, `*${node.source} refers to another place; write it out`),
    Value: (_, node) => {
      if (node.anchor !== undefined) refuse(node, `&${node.anchor} is an anchor; a template has none`)
    },
  })
  return mistakes
}

/** One mistake for each unknown key, on its own line. */
function toMistakes(issue: z.core.$ZodIssue, document: Document, lines: LineCounter): TemplateMistake[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      line: toLine(document, lines, [...path, key]),
      message: `${toPlace(path)}there is no ${key} here`,
    }))
  const message = issue.message.replace(/^Invalid input: /, '').replace(/\s+/g, ' ')
  return [{ line: toLine(document, lines, path), message: `${toPlace(path)}${message}` }]
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

function fromFolder(template: Template, folder: string): Template {
  if (template.tls === undefined) return template
  return { ...template, tls: { caFile: resolve(folder, template.tls.caFile) } }
}

/** The line a place of the template stands on; null where it is not there. */
export type LineOf = (path: readonly (string | number)[]) => number | null

/** Pure: for a text that has been read as a template. */
export function toLineOf(text: string): LineOf {
  const lines = new LineCounter()
  const [document] = parseAllDocuments(text, { lineCounter: lines })
  return (path) => (document === undefined ? null : toLine(document as Document, lines, path))
}

/** Pure: mistakes as a person reads them, a line each. */
export function formatMistakes(path: string, mistakes: readonly TemplateMistake[]): string {
  return mistakes
    .map(({ line, message }) => `${path}${line === null ? '' : `:${line}`}: ${message}`)
    .join('\n')
}
