/** Reads the shipped Asterisk configuration from the program's resources. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TemplateName, templateNames } from '#gateway/provision/renderSite'

/** `folder` is `resources/asterisk` of the program. */
export function readTemplates(folder: string): Record<TemplateName, string> {
  const read = (name: TemplateName) => readFileSync(join(folder, name), 'utf8')
  const entries = templateNames.map((name) => [name, read(name)] as const)
  return Object.fromEntries(entries) as Record<TemplateName, string>
}
