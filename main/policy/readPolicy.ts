/** Asks this system what the organisation rules about the desk: Group Policy, a configuration profile, or a file. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { linuxPolicyPath, parsePolicyFile } from '#main/policy/policyFile'
import { parsePreferences, preferenceDomain } from '#main/policy/preferencesFile'
import { parseRegistryExport, policyKey } from '#main/policy/registryExport'
import { emptyRaw, joinRaw, type RawPolicy, type ReadPolicy, toPolicy } from '#main/policy/toPolicy'
import { toErrorCode } from '#main/store/storeFault'

/** A place a policy may lie. A store that is there and cannot be read is a problem to be said, not a missing one. */
interface PolicyStore {
  /** As IT knows it. */
  readonly name: string
  /** null where there is none. */
  read(): Uint8Array | null
  parse(file: Uint8Array): RawPolicy | null
}

/** A policy is a few kilobytes; whatever is larger is none. */
const longestFile = 1024 * 1024

/** Blocks for some milliseconds, once, at the start. `user` is the person's account name. */
export function readPolicy(platform: NodeJS.Platform, user: string): ReadPolicy {
  return readStores(toStores(platform, user))
}

/** The first store is the strongest. */
function readStores(stores: readonly PolicyStore[]): ReadPolicy {
  const unread: string[] = []
  let raw = emptyRaw
  for (const store of stores) {
    const found = readStore(store)
    if (found === 'unread') unread.push(`${store.name} is there but cannot be used as a policy`)
    else raw = joinRaw(raw, found)
  }
  const { policy, problems } = toPolicy(raw)
  return { policy, problems: [...unread, ...problems] }
}

function readStore(store: PolicyStore): RawPolicy | 'unread' {
  try {
    const file = store.read()
    return file === null ? emptyRaw : (store.parse(file) ?? 'unread')
  } catch (error) {
    if (toErrorCode(error) === null) throw error
    return 'unread'
  }
}

function toStores(platform: NodeJS.Platform, user: string): readonly PolicyStore[] {
  switch (platform) {
    case 'win32':
      return [registryStore('HKEY_LOCAL_MACHINE'), registryStore('HKEY_CURRENT_USER')]
    case 'darwin': {
      const folder = '/Library/Managed Preferences'
      return [
        preferencesStore(`${folder}/${preferenceDomain}.plist`),
        preferencesStore(`${folder}/${user}/${preferenceDomain}.plist`),
      ]
    }
    default:
      return [{ name: linuxPolicyPath, read: () => readGuarded(linuxPolicyPath), parse: parsePolicyFile }]
  }
}

function preferencesStore(path: string): PolicyStore {
  return { name: path, read: () => readGuarded(path), parse: parsePreferences }
}

function registryStore(hive: 'HKEY_LOCAL_MACHINE' | 'HKEY_CURRENT_USER'): PolicyStore {
  const key = `${hive}\\${policyKey}`
  return { name: key, read: () => exportRegistry(key), parse: parseRegistryExport }
}

/** null when there is no such file; throws `EPERM` for one that others than root may write. */
export function readGuarded(path: string, ownerId = 0): Uint8Array | null {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return null
  const isGuarded = found.uid === ownerId && (found.mode & 0o022) === 0
  if (!isGuarded || !found.isFile() || found.size > longestFile)
    throw Object.assign(new Error('Not a policy: others may write it, or it is no small file'), {
      code: 'EPERM',
    })
  return readFileSync(path)
}

/** `reg.exe` ends with 1 for a key that is not there. It writes to a file only. */
function exportRegistry(key: string): Uint8Array | null {
  const folder = mkdtempSync(join(tmpdir(), 'najva-policy-'))
  const path = join(folder, 'policy.reg')
  const tool = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'reg.exe')
  try {
    execFileSync(tool, ['export', key, path, '/y', '/reg:64'], {
      stdio: 'ignore',
      timeout: 5000,
      windowsHide: true,
    })
    return readFileSync(path)
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'status' in error && error.status === 1) return null
    // Ended otherwise, or by somebody else: no answer, and no reason not to start.
    throw Object.assign(new Error('reg.exe gave no answer'), { code: toErrorCode(error) ?? 'EIO' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
