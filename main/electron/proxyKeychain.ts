/** Keeps what a person told proxies under the system's keychain, in a file of the profile. */
import { readFileSync, rmSync } from 'node:fs'
import { safeStorage } from 'electron'
import type { Log } from '#main/desk/log'
import type { SecretBox } from '#main/desk/proxy/proxySignIn'
import { hasKeychain } from '#main/electron/keychain'
import { toErrorCode } from '#main/store/storeFault'
import { writeWholeFile } from '#main/store/wholeFile'

/** null where the system has no keychain worth the name: then nothing is kept. */
export async function openProxyBox(path: string, log: Log): Promise<SecretBox | null> {
  if (!(await hasKeychain())) return null
  return {
    async load() {
      try {
        return (await safeStorage.decryptStringAsync(readFileSync(path))).result
      } catch (cause) {
        if (toErrorCode(cause) !== 'ENOENT')
          log.warn({ err: cause }, 'the keychain does not open what proxies were told')
        return null
      }
    },
    async save(text) {
      if (text === '') rmSync(path, { force: true })
      else writeWholeFile(path, await safeStorage.encryptStringAsync(text))
    },
  }
}
