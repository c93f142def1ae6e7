/** A real OpenLDAP directory, from the operating system's packages, on loopback ports of its own. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort, isOpen } from '#tests/support/crm/loopbackPort'
import { librariesOf, unpackPackages } from '#tests/support/crm/unpackedPackages'
import { labFolder } from '#tools/lab/labFolder'

export interface Slapd {
  readonly plainUrl: string
  readonly tlsUrl: string
  readonly user: string
  readonly password: string
  readonly baseDn: string
  close(): Promise<void>
}

/**
 * Where a slapd was unpacked, downloaded once beside the laboratory's Asterisk; nothing is installed and no service
 * starts. Throws with what apt said when none can be had.
 */
export function needSlapd(): string {
  const root = join(labFolder(), 'slapd')
  if (existsSync(join(root, 'usr/sbin/slapd'))) return root
  const partial = `${root}.${process.pid}`
  try {
    unpackPackages(['slapd'], partial)
    renameSync(partial, root)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
  return root
}

const suffix = 'dc=example,dc=com'

/** `ldif` is loaded before it starts. `folder` is removed by its owner. */
export async function startSlapd(
  root: string,
  folder: string,
  ldif: string,
  certificate: { readonly cert: string; readonly key: string },
): Promise<Slapd> {
  const at = (name: string) => join(folder, name)
  const schema = (name: string) => `include ${join(root, 'etc/ldap/schema', `${name}.schema`)}`
  mkdirSync(at('db'))
  writeFileSync(at('server.crt'), certificate.cert)
  writeFileSync(at('server.key'), certificate.key, { mode: 0o600 })
  writeFileSync(at('people.ldif'), ldif)
  writeFileSync(
    at('slapd.conf'),
    `${['core', 'cosine', 'inetorgperson'].map(schema).join('\n')}
pidfile ${at('slapd.pid')}
modulepath ${join(root, 'usr/lib/ldap')}
moduleload back_mdb
TLSCertificateFile ${at('server.crt')}
TLSCertificateKeyFile ${at('server.key')}
sizelimit size.soft=500 size.hard=500 size.prtotal=unlimited
database mdb
suffix "${suffix}"
rootdn "cn=admin,${suffix}"
rootpw geheim
directory ${at('db')}
maxsize 104857600
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="cn=desk,${suffix}" read by * none
`,
  )
  const env = { ...process.env, LD_LIBRARY_PATH: librariesOf(root) }
  const slapd = join(root, 'usr/sbin/slapd')
  execFileSync(slapd, ['-T', 'add', '-f', at('slapd.conf'), '-l', at('people.ldif')], { env, stdio: 'pipe' })
  const [plainPort, tlsPort] = [await freePort(), await freePort()]
  const plainUrl = `ldap://127.0.0.1:${plainPort}`
  const tlsUrl = `ldaps://127.0.0.1:${tlsPort}`
  const child = spawn(slapd, ['-f', at('slapd.conf'), '-h', `${plainUrl} ${tlsUrl}`, '-d', '0'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2000)
  })
  const ended = once(child, 'exit')
  for (let count = 0; !(await isOpen(plainPort)); count += 1) {
    if (count > 200 || child.exitCode !== null) throw new Error(`slapd does not start: ${complaint}`)
    await wait(50)
  }
  return {
    plainUrl,
    tlsUrl,
    user: `cn=desk,${suffix}`,
    password: 'desk-geheim',
    baseDn: `ou=people,${suffix}`,
    async close() {
      child.kill()
      await ended
    },
  }
}

export interface DirectoryPerson {
  readonly uid: string
  readonly lines: readonly string[]
}

/** The directory of these people, and of the one who reads them. */
export function toLdif(people: readonly DirectoryPerson[]): string {
  const entries = [
    [`dn: ${suffix}`, 'objectClass: dcObject', 'objectClass: organization', 'dc: example', 'o: Example'],
    [`dn: ou=people,${suffix}`, 'objectClass: organizationalUnit', 'ou: people'],
    [`dn: cn=desk,${suffix}`, 'objectClass: person', 'cn: desk', 'sn: desk', 'userPassword: desk-geheim'],
    ...people.map(({ uid, lines }) => [
      `dn: uid=${uid},ou=people,${suffix}`,
      'objectClass: inetOrgPerson',
      `uid: ${uid}`,
      ...lines,
    ]),
  ]
  return `${entries.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
