/** `npm run policy`: writes the policy files for administrators anew, after a setting has come, gone or changed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderPolicyFiles } from '#tools/policy/policyFiles'

const folder = fileURLToPath(new URL('../../resources/policy/', import.meta.url))
for (const [path, text] of renderPolicyFiles()) {
  mkdirSync(dirname(`${folder}${path}`), { recursive: true })
  writeFileSync(`${folder}${path}`, text.endsWith('\n') ? text : `${text}\n`)
  console.log(`resources/policy/${path}`)
}
