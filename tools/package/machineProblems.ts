/** What a machine lacks to make a package, said in plain words: before the packer runs where that can be known, else after. */
import { delimiter, join } from 'node:path'
import { isProgram } from '#tools/isProgram'
import type { PackTarget } from '#tools/package/packProblems'

export interface PackingMachine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether a program of this name is on the path. */
  readonly has: (program: string) => boolean
}

export const thisMachine: PackingMachine = {
  platform: process.platform,
  env: process.env,
  has: (program) =>
    (process.env.PATH ?? '').split(delimiter).some((folder) => isProgram(join(folder, program))),
}

/** Pure: sentences for whoever builds; empty when nothing is known to be missing. */
export function findMachineProblems(target: PackTarget, { platform, env, has }: PackingMachine): string[] {
  const isSet = (...names: readonly string[]): boolean => names.some((name) => (env[name] ?? '') !== '')
  switch (target) {
    case 'dir':
      return []
    case 'win':
      return [
        ...(isSet('CSC_LINK', 'WIN_CSC_LINK')
          ? []
          : [
              'CSC_LINK or WIN_CSC_LINK must name the certificate that signs: an unsigned installer is not made',
            ]),
        ...(platform === 'win32' || has('wine')
          ? []
          : ['An MSI is made on Windows, or by wine on another system, and there is no wine on the path']),
      ]
    case 'mac':
      if (platform !== 'darwin')
        return ['A package for macOS is made on macOS alone: dmg, signing and notarizing need its own tools']
      return isSet('APPLE_API_KEY', 'APPLE_ID', 'APPLE_KEYCHAIN_PROFILE')
        ? []
        : [
            'APPLE_API_KEY, APPLE_ID or APPLE_KEYCHAIN_PROFILE must be set: what Apple has not notarized does not open',
          ]
    case 'linux':
      return platform === 'win32' ? ['AppImage, deb and rpm are made on Linux or macOS'] : []
  }
}

/** Pure: what the packer threw, as sentences. What it fetches at the first use is the usual cause. */
export function toPackingSentences(error: unknown): string[] {
  const [why = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n')
  const isFetching =
    /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|HTTPError|RequestError)\b|download|github\.com|socket hang up|status code \d/i.test(
      why,
    )
  return [
    `The package was not finished: ${why}`,
    ...(isFetching
      ? [
          'The packer fetches its tools from github.com at their first use, and that failed. Where there is no way there, name them:',
          'APPIMAGE_TOOLS_PATH, CUSTOM_FPM_PATH and ELECTRON_BUILDER_7ZIP_PATH; --electron-dist for the runtime.',
        ]
      : []),
  ]
}
