/** Reads a template from its file; what is wrong is said with the line it stands on. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Template } from '#main/crm/connectors/rest/template/template'
import { parseYaml, wrong, type YamlMistake } from '#main/crm/profile/yamlText'

export type TemplateAnswer =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly mistakes: readonly YamlMistake[] }

/** A template is written by hand; a longer file is not one. */
const maxBytes = 256 * 1024

/** Paths in the file are meant from its own folder. */
export function readTemplate(path: string): TemplateAnswer {
  try {
    if (statSync(path).size > maxBytes) return wrong('long', `is longer than ${maxBytes} bytes`)
    const answer = parseTemplate(readFileSync(path, 'utf8'))
    return answer.ok ? { ok: true, template: fromFolder(answer.template, dirname(path)) } : answer
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? error.code : 'why?'
    return wrong('unreadable', `cannot be read (${why})`)
  }
}

/** Pure. */
export function parseTemplate(text: string): TemplateAnswer {
  const parsed = parseYaml(text, Template, 'template')
  return parsed.ok ? { ok: true, template: parsed.value } : parsed
}

function fromFolder(template: Template, folder: string): Template {
  if (template.tls === undefined) return template
  return { ...template, tls: { caFile: resolve(folder, template.tls.caFile) } }
}
