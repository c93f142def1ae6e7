/** Turns a site's file into what the gateway and its link to Asterisk are built from. */
import type { SiteDialling } from '#contract/dialRules'
import { AgentId, QueueId } from '#contract/ids'
import type { PlannedMember, PlannedQueue } from '#contract/pbx'
import type { ShownNumber } from '#contract/shownNumber'
import { readFirstLine } from '#gateway/commandLine/readSite'
import type { SiteFile } from '#gateway/commandLine/siteFile'
import type { AsteriskSite } from '#gateway/provision/asteriskSite'
import { mailboxPattern, ownMailbox } from '#gateway/provision/mailboxes'
import type { SeedPerson } from '#gateway/seedPeople'
import type { StoredTeam } from '#gateway/store/createSiteStore'

const toMs = (seconds: number) => seconds * 1000

export function toPbxQueues(site: SiteFile): PlannedQueue[] {
  return site.queues.map((queue) => ({
    id: QueueId.parse(queue.id),
    name: queue.name,
    strategy: queue.strategy,
    ringTimeoutMs: toMs(queue.ringSeconds),
    wrapUpMs: toMs(queue.wrapUpSeconds),
    maxWaitMs: queue.maxWaitSeconds === undefined ? null : toMs(queue.maxWaitSeconds),
    serviceLevelMs: toMs(queue.serviceLevelSeconds),
    dispositions: queue.dispositions,
    members: toMembers(site, queue.id),
  }))
}

/** Agents answer the queues of their teams; supervisors and admins watch. */
function toMembers({ teams, people }: SiteFile, queueId: string): PlannedMember[] {
  const ofQueue = new Set(teams.filter(({ queues }) => queues.includes(queueId)).map(({ id }) => id))
  return people
    .filter(({ role, teams: own }) => role === 'agent' && own.some((team) => ofQueue.has(team)))
    .map(({ extension, penalty }) => ({ extension, penalty }))
}

/** Reads the password files named; throws `SiteMistake` for one that cannot be read. */
export function toSeedPeople(site: SiteFile): SeedPerson[] {
  return site.people.map(({ user, name, role, extension, passwordHash, passwordFile }) => {
    const person = { userName: user, name, role, extension }
    if (passwordHash !== undefined) return { ...person, passwordHash }
    return { ...person, password: readFirstLine(passwordFile ?? '', `The password of ${user}`) }
  })
}

/** The same id `seedPeople` gives. */
export function toPersonId(user: string): AgentId {
  return AgentId.parse(`user-${user.toLowerCase()}`)
}

export function toTeams({ teams, people }: SiteFile): StoredTeam[] {
  return teams.map(({ id, name, queues }) => ({
    id,
    name,
    queueIds: queues.map((queue) => QueueId.parse(queue)),
    people: people
      .filter(({ teams: own }) => own.includes(id))
      .map(({ user, penalty }) => ({ personId: toPersonId(user), penalty })),
  }))
}

/** A transfer reaches a queue by the number the trunk reaches it by. */
export function toDialling({ asterisk, dialling, queues }: SiteFile): SiteDialling {
  const { voicemail, mailbox, shownNumbers: _, ...rules } = dialling
  const own = mailbox ?? (asterisk.voicemail ? ownMailbox : null)
  return {
    rules,
    voicemail: voicemail ?? (asterisk.voicemail ? mailboxPattern : null),
    ...(own !== null && { mailbox: own }),
    queueNumbers: queues.flatMap(({ id, numbers: [number] }) =>
      number === undefined ? [] : [{ queueId: QueueId.parse(id), number }],
    ),
  }
}

/** What a person may show outside, in the order of the file. */
export function toShownNumbers(
  { dialling: { shownNumbers } }: SiteFile,
  person: { readonly user: string; readonly teams: readonly string[] },
): ShownNumber[] {
  return shownNumbers
    .filter(({ teams, people }) => {
      if (teams === undefined && people === undefined) return true
      return (people ?? []).includes(person.user) || (teams ?? []).some((team) => person.teams.includes(team))
    })
    .map(({ number, name, label }) => ({ number, name, ...(label !== undefined && { label }) }))
}

/** The same by a person's id. */
export function shownNumbersBy(site: SiteFile): (personId: AgentId) => readonly ShownNumber[] {
  const all = new Map(site.people.map((person) => [toPersonId(person.user), toShownNumbers(site, person)]))
  return (personId) => all.get(personId) ?? []
}

/** The same site with only what is on this switch: its own queues and people, and those of every switch. */
export function toNodeSite(site: SiteFile, name: string | undefined): SiteFile {
  const isHere = ({ node }: { readonly node?: string | undefined }) => node === undefined || node === name
  return { ...site, queues: site.queues.filter(isHere), people: site.people.filter(isHere) }
}

/** What one switch's own files are written from. */
export function toAsteriskSite(
  site: SiteFile,
  node: SiteFile['asterisk']['nodes'][number],
  made: {
    readonly asteriskMajor: number
    readonly managerSecret: string
    readonly phonePasswords: ReadonlyMap<string, string>
  },
): AsteriskSite {
  const { web, rtp, permit, outboundContext, managerTls, pjsip } = site.asterisk
  const { queues, people } = toNodeSite(site, node.name)
  return {
    asteriskMajor: made.asteriskMajor,
    manager: {
      // A node elsewhere is reached by TLS, which the file explains; its plain port stays on its own loopback.
      host: '127.0.0.1',
      port: node.tls === undefined ? node.port : 5038,
      user: node.user,
      secret: made.managerSecret,
      permit,
      allowMultiple: false,
      tls: managerTls ?? null,
    },
    web: { host: web.host, port: web.port, tls: web.tls ?? null, maxSessions: 10_000 },
    rtp,
    pjsip,
    queues: queues.map((queue) => ({ ...queue, maxWaitSeconds: queue.maxWaitSeconds ?? null })),
    people: people.map((person) => ({
      extension: person.extension,
      name: person.name,
      sipPassword: made.phonePasswords.get(person.extension) ?? '',
      shownNumbers: toShownNumbers(site, person).map(({ number }) => number),
    })),
    outboundContext: outboundContext ?? null,
    voicemail: site.asterisk.voicemail,
  }
}
