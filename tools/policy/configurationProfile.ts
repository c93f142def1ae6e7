/** Writes the example configuration profile of macOS from the list of settings. */
import { createHash } from 'node:crypto'
import { build, type PlistValue } from 'plist'
import { policySettings } from '#contract/policy'
import type { PolicyTexts } from '#tools/policy/policyTexts'

/** Each setting under `Defaults` with what Najva comes with; a setting that is off by default is left out. */
export function renderProfile(domain: string, texts: PolicyTexts): string {
  const defaults: Record<string, PlistValue> = {}
  for (const { key, standard } of policySettings) if (standard !== null) defaults[key] = standard
  return build({
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadScope: 'System',
    PayloadDisplayName: texts.words.najva,
    PayloadIdentifier: `${domain}.policy`,
    PayloadUUID: toUuid(`${domain}.policy`),
    PayloadContent: [
      {
        PayloadType: domain,
        PayloadVersion: 1,
        PayloadDisplayName: texts.words.najva,
        PayloadIdentifier: `${domain}.policy.desk`,
        PayloadUUID: toUuid(`${domain}.policy.desk`),
        Defaults: defaults,
        Enforced: {},
      },
    ],
  })
}

/** Always the same for a name, so that the file does not change by being written again. */
function toUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex').toUpperCase()
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
