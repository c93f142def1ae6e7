/** The secrets of the profile's CRM, in a file that only the profile's key opens. */
import { join } from 'node:path'
import { z } from 'zod'
import { type Answer, done, failed } from '#contract/failure'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import { readLockedFile, writeLockedFile } from '#main/crm/profile/lockedFile'
import { toStoreFault } from '#main/store/storeFault'

const Secrets = z.record(z.string().max(80), z.string().max(20_000))
const purpose = 'crm secrets'

export function toSecretsPath(profileDir: string): string {
  return join(profileDir, 'crm-secrets')
}

/**
 * Empty when none were ever set, or when the file no longer opens: they are then asked for anew (`npm run crm --
 * sign-in`). `cache-unavailable` when the disk does not let it be read.
 */
export function loadCrmSecrets(profileDir: string, key: Uint8Array): Answer<CrmSecrets> {
  try {
    const read = readLockedFile(toSecretsPath(profileDir), key, purpose)
    if (read.kind === 'unreadable' || read.text === null) return done({})
    const parsed = Secrets.safeParse(JSON.parse(read.text))
    return done(parsed.success ? parsed.data : {})
  } catch (error) {
    if (error instanceof SyntaxError) return done({})
    if (toStoreFault(error) === null) throw error
    return failed('cache-unavailable', 'crm-secrets')
  }
}

/** Adds to what is there, or replaces it name by name. `cache-unwritable` when the disk refuses. */
export function keepCrmSecrets(profileDir: string, key: Uint8Array, changed: CrmSecrets): Answer<null> {
  const before = loadCrmSecrets(profileDir, key)
  if (!before.ok) return before
  try {
    const text = JSON.stringify({ ...before.value, ...changed })
    writeLockedFile(toSecretsPath(profileDir), key, purpose, text)
    return done(null)
  } catch (error) {
    if (toStoreFault(error) === null) throw error
    return failed('cache-unwritable', 'crm-secrets')
  }
}
