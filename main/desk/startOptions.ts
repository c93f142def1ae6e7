/** What the person who starts a desk chose, checked, and where a profile lies when they did not say. */
import { join } from 'node:path'
import { z } from 'zod'
import { Settings } from '#contract/settings'

/** As `tools/startOptions.mjs` read them from the command line. */
export const StartOptions = z
  .object({
    shell: z.enum(['electron', 'browser']).nullable().default(null),
    'no-open': z.boolean().default(false),
    port: z.coerce.number().int().min(1024).max(65_535).nullable().default(null),
    profile: z.string().min(1).nullable().default(null),
    user: z.string().min(1).max(64).nullable().default(null),
    'password-file': z.string().min(1).nullable().default(null),
    gateway: z.string().min(1).nullable().default(null),
    /** A file like the profile's `crm.yaml`, used in its place. */
    crm: z.string().min(1).nullable().default(null),
    role: z.enum(['agent', 'supervisor']).default('agent'),
    locale: Settings.shape.locale.unwrap().nullable().default(null),
    /** The practice day; of one's role when none is named: calls to take, or a floor to watch. */
    scenario: z.string().min(1).max(64).optional(),
    record: z.string().min(1).nullable().default(null),
    'record-calls': z.string().min(1).nullable().default(null),
    seed: z.coerce.number().int().nonnegative().nullable().default(null),
  })
  .strict()
  .transform(({ scenario, ...start }) => ({
    ...start,
    scenario: scenario ?? (start.role === 'supervisor' ? 'floor' : 'demo'),
  }))
export type StartOptions = z.infer<typeof StartOptions>

const browserFolder = 'Najva Browser'

/**
 * Where the system keeps a person's data of a desk in the browser; absolute. Never the folder `najva` of the packed
 * program, whose key lies in the keychain: Windows and macOS would take `Najva` for it.
 */
export function toDefaultProfile(
  platform: NodeJS.Platform,
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  switch (platform) {
    case 'win32':
      return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), browserFolder)
    case 'darwin':
      return join(home, 'Library', 'Application Support', browserFolder)
    default:
      return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'najva')
  }
}
