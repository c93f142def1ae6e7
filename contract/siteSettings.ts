/** What a site's IT decides for a desk and no person sets on the page: where it works, how it is renewed, what it may keep. */
import { z } from 'zod'

/** `1.2.3` or `1.2.3-beta.4` (semver.org 2.0.0, without build metadata). */
export const Version = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}(-[0-9A-Za-z.-]{1,40})?$/)

export const SiteSettings = z.object({
  gateway: z
    .object({
      /** `wss://…` of the gateway; empty where it is named at the start. */
      url: z.union([z.literal(''), z.url({ protocol: /^wss$/ }).max(500)]).default(''),
    })
    .prefault({}),
  updates: z
    .object({
      /** Off: the desk never looks for a newer version by itself. */
      enabled: z.boolean().default(true),
      channel: z.enum(['latest', 'beta']).default('latest'),
      /** `https://…/` where versions lie; empty for the one the package was built with. */
      feedUrl: z.union([z.literal(''), z.url({ protocol: /^https$/ }).max(500)]).default(''),
      /** Days a new version waits before this desk takes it. */
      deferralDays: z.number().int().min(0).max(90).default(0),
      /** Nobody signs in at an older desk, which says so and takes a new version without the deferral; empty for none. */
      minimumVersion: z.union([z.literal(''), Version]).default(''),
    })
    .prefault({}),
  start: z
    .object({
      /** Opens with the person's session, in the tray. */
      atLogin: z.boolean().default(false),
      /** Asks before calling a number that a link of another program names. */
      confirmLinks: z.boolean().default(true),
    })
    .prefault({}),
  privacy: z
    .object({
      /** Where the system has no keychain, the profile's key may lie in a file that only its owner can read. */
      plainKeyAllowed: z.boolean().default(true),
      /** Who may bring people of a file into a desk's copy of the customers. */
      contactImport: z.enum(['everybody', 'supervisors', 'nobody']).default('everybody'),
      logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    })
    .prefault({}),
})
export type SiteSettings = z.infer<typeof SiteSettings>

export const defaultSiteSettings: SiteSettings = SiteSettings.parse({})
