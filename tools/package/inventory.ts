/** Lists what a package is made of: a bill of materials for scanners, and the licences for people. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Component = z.object({
  name: z.string(),
  version: z.string(),
  group: z.string().optional(),
  properties: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
})
const Bill = z.object({ components: z.array(Component) })

/** Writes `sbom.cdx.json` (CycloneDX, by npm itself) and `LICENSES.txt` into `folder`. Throws for a part without a licence. */
export function writeInventory(root: string, folder: string): void {
  const text = execFileSync('npm', ['sbom', '--omit=dev', '--sbom-format=cyclonedx', '--package-lock-only'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  writeFileSync(join(folder, 'sbom.cdx.json'), text)
  const { components } = Bill.parse(JSON.parse(text))
  const entries = components.map((component) => toEntry(root, component)).filter((entry) => entry !== null)
  const missing = entries.filter(({ licence }) => licence === '')
  if (missing.length > 0)
    throw new Error(`No licence is named by ${missing.map(({ name }) => name).join(', ')}`)
  const parts = entries.map(({ name, licence, words }) => `${name}\n${licence}\n\n${words}`.trim())
  writeFileSync(join(folder, 'LICENSES.txt'), `${parts.join(`\n\n${'-'.repeat(79)}\n\n`)}\n`)
}

const Package = z.object({ license: z.string().default('') })

/** null for a part that is not installed here: npm lists those of other systems too. */
function toEntry(root: string, { name, version, group, properties }: z.infer<typeof Component>) {
  const path = properties.find((property) => property.name === 'cdx:npm:package:path')?.value
  const folder = join(root, path ?? join('node_modules', group ?? '', name))
  if (!existsSync(join(folder, 'package.json'))) return null
  const { license } = Package.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each))
  const words = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
  return { name: `${group === undefined ? '' : `${group}/`}${name} ${version}`, licence: license, words }
}
