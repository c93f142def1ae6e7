/** `npm run gateway -- provision`: makes phone passwords and writes the Asterisk files of a site. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import type { Clock } from '#contract/time'
import type { AsteriskNode } from '#gateway/asterisk/createAsteriskLink'
import { askVersion } from '#gateway/commandLine/askVersion'
import { makePhonePasswords } from '#gateway/commandLine/phonePasswords'
import { SiteMistake } from '#gateway/commandLine/readSite'
import type { SiteFile } from '#gateway/commandLine/siteFile'
import { type Environment, toNodes } from '#gateway/commandLine/siteLink'
import { toAsteriskSite } from '#gateway/commandLine/siteParts'
import { readTemplates } from '#gateway/provision/readTemplates'
import { renderSite } from '#gateway/provision/renderSite'
import { createSiteStore } from '#gateway/store/createSiteStore'

export interface ProvisionOptions {
  readonly site: SiteFile
  readonly env: Environment
  readonly clock: Clock
  /** Where the shipped configuration lies. */
  readonly resources: string
  readonly out: string
  readonly asterisk: number | null
  readonly rotate: boolean
  print(line: string): void
}

/** Rejects with `SiteMistake` when the version is not given and a switch cannot be asked. */
export async function provisionCommand(options: ProvisionOptions): Promise<void> {
  const { site, env, print } = options
  makeSecretFiles(site, print)
  const nodes = toNodes(site, env)
  for (const { host, secret } of nodes) refuseWildSecret(secret, host)
  const phonePasswords = makePasswords(site, options)
  const several = nodes.length > 1
  for (const [index, from] of site.asterisk.nodes.entries()) {
    const node = nodes[index]
    if (node === undefined) continue
    const out = several ? join(options.out, from.name ?? `switch-${index + 1}`) : options.out
    await writeNode(options, from, node, phonePasswords, out)
  }
  print('Copy them where the README of resources/asterisk says, then `core reload` in Asterisk.')
}

async function writeNode(
  { site, asterisk, clock, resources, print }: ProvisionOptions,
  from: SiteFile['asterisk']['nodes'][number],
  node: AsteriskNode,
  phonePasswords: ReadonlyMap<string, string>,
  out: string,
): Promise<void> {
  const asteriskMajor = asterisk ?? (await askVersion(node, clock)).major
  const made = { asteriskMajor, managerSecret: node.secret, phonePasswords }
  const files = renderSite(readTemplates(resources), toAsteriskSite(site, from, made))
  mkdirSync(out, { recursive: true, mode: 0o700 })
  for (const [name, text] of files) writePrivate(join(out, name), text)
  print(`Wrote ${files.size} files for Asterisk ${asteriskMajor} to ${out}.`)
  if (node.tls !== undefined && site.asterisk.managerTls === undefined) {
    print(
      `${node.host} is reached by TLS: set managerTls in gateway.yaml, or the TLS lines in its manager.conf.`,
    )
  }
}

/** They hold passwords: for their owner only, also where an older file was readable by others. */
function writePrivate(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 })
  chmodSync(path, 0o600)
}

function makeSecretFiles(site: SiteFile, print: (line: string) => void): void {
  for (const { secretFile } of site.asterisk.nodes) {
    if (secretFile === undefined || existsSync(secretFile)) continue
    mkdirSync(dirname(secretFile), { recursive: true, mode: 0o700 })
    writePrivate(secretFile, `${randomBytes(32).toString('base64url')}\n`)
    print(`Made a manager secret in ${secretFile}.`)
  }
}

/** A semicolon begins a comment in Asterisk's files, a blank ends nothing well. */
function refuseWildSecret(secret: string, host: string): void {
  if (/^[\x21-\x3a\x3c-\x7e]{12,200}$/.test(secret)) return
  throw new SiteMistake(
    `The manager secret of ${host} needs 12 to 200 visible characters without blanks and semicolons.`,
  )
}

function makePasswords(site: SiteFile, { clock, rotate }: ProvisionOptions): Map<string, string> {
  // The site's own files hold them; nothing is written that does.
  if (site.asterisk.pjsip === 'none') return new Map()
  const store = createSiteStore(site.store, clock, pino({ level: 'warn' }))
  try {
    const extensions = site.people.map(({ extension }) => extension)
    return makePhonePasswords(store, extensions, rotate, clock.nowMs())
  } finally {
    store.close()
  }
}
