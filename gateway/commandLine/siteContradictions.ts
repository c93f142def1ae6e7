/** What the schema of gateway.yaml cannot say by itself: names that are used must exist, and nothing is there twice. */
import type { z } from 'zod'

type Complaints = z.core.$RefinementCtx<unknown>

interface Checked {
  readonly asterisk: {
    readonly nodes: readonly { readonly name?: string | undefined }[]
    readonly pjsip: string
    readonly phonePasswordsFile?: string | undefined
  }
  readonly dialling: {
    readonly shownNumbers: readonly {
      readonly number: string
      readonly teams?: readonly string[] | undefined
      readonly people?: readonly string[] | undefined
    }[]
  }
  readonly queues: readonly {
    readonly id: string
    readonly numbers: readonly string[]
    readonly node?: string | undefined
    readonly monitoring?:
      | {
          readonly allowed?: boolean | undefined
          readonly tellAgent?: boolean | undefined
          readonly shadow?: boolean | undefined
        }
      | undefined
  }[]
  readonly teams: readonly {
    readonly id: string
    readonly queues: readonly string[]
    readonly breaks?: { readonly minServiceLevel?: number | undefined } | undefined
  }[]
  readonly people: readonly {
    readonly user: string
    readonly role: string
    readonly monitoring?: string | undefined
    readonly extension: string
    readonly teams: readonly string[]
    readonly node?: string | undefined
    readonly passwordFile?: string | undefined
    readonly passwordHash?: string | undefined
  }[]
}

/** Adds a complaint for each place where the file says two things that cannot both be. */
export function refuseContradictions(site: Checked, complaints: Complaints): void {
  refuseStrangeNodes(site, complaints)
  refuseOwnPasswords(site, complaints)
  refuseRules(site, complaints)
  refuseStrangeShownNumbers(site, complaints)
  const { queues, teams, people } = site
  refuseDoubles(
    complaints,
    ['queues'],
    'id',
    queues.map(({ id }) => id),
  )
  refuseDoubles(
    complaints,
    ['teams'],
    'id',
    teams.map(({ id }) => id),
  )
  refuseDoubles(
    complaints,
    ['people'],
    'user',
    people.map(({ user }) => user.toLowerCase()),
  )
  refuseDoubles(
    complaints,
    ['people'],
    'extension',
    people.map(({ extension }) => extension),
  )
  refuseDoubles(
    complaints,
    ['queues'],
    'numbers',
    queues.flatMap(({ numbers }) => [...new Set(numbers)]),
  )
  const queueIds = new Set(queues.map(({ id }) => id))
  for (const [index, team] of teams.entries()) {
    refuseUnknown(complaints, ['teams', index, 'queues'], 'queue', team.queues, queueIds)
  }
  const teamIds = new Set(teams.map(({ id }) => id))
  for (const [index, person] of people.entries()) {
    refuseUnknown(complaints, ['people', index, 'teams'], 'team', person.teams, teamIds)
    if ((person.passwordFile === undefined) === (person.passwordHash === undefined)) {
      const message = 'needs either passwordFile or passwordHash'
      complaints.addIssue({ code: 'custom', path: ['people', index], message })
    }
  }
}

/** Rules that could never hold: whoever wrote them believes that something is watched, or told, which is not. */
function refuseRules({ queues, teams, people }: Checked, complaints: Complaints): void {
  const complain = (path: PropertyKey[], message: string) =>
    complaints.addIssue({ code: 'custom', path, message })
  for (const [index, { monitoring }] of queues.entries()) {
    if (monitoring?.allowed !== false) continue
    if (monitoring.tellAgent === true) {
      const message = 'nobody is told of monitoring that is not allowed'
      complain(['queues', index, 'monitoring', 'tellAgent'], message)
    }
    if (monitoring.shadow === true) {
      const message = 'a caller is taken over by monitoring only, which is not allowed'
      complain(['queues', index, 'monitoring', 'shadow'], message)
    }
  }
  for (const [index, { queues: own, breaks }] of teams.entries()) {
    if (breaks?.minServiceLevel === undefined || own.length > 0) continue
    complain(
      ['teams', index, 'breaks', 'minServiceLevel'],
      'the team has no queue whose service level it could be',
    )
  }
  for (const [index, { role, monitoring }] of people.entries()) {
    if (role !== 'agent' || monitoring === undefined || monitoring === 'none') continue
    const message = 'an agent monitors nobody; their role would have to be supervisor or admin'
    complain(['people', index, 'monitoring'], message)
  }
}

function refuseStrangeNodes({ asterisk, queues, people }: Checked, complaints: Complaints): void {
  // No name can be `#1`: switches without one are told apart by their place.
  const names = asterisk.nodes.map(({ name }, index) => name ?? `#${index}`)
  refuseDoubles(complaints, ['asterisk', 'nodes'], 'name', names)
  const known = new Set(names)
  for (const [room, rows] of [
    ['queues', queues],
    ['people', people],
  ] as const) {
    for (const [index, { node }] of rows.entries()) {
      if (node === undefined || known.has(node)) continue
      const message = `no switch is called ${node}`
      complaints.addIssue({ code: 'custom', path: [room, index, 'node'], message })
    }
  }
}

function refuseStrangeShownNumbers({ dialling, teams, people }: Checked, complaints: Complaints): void {
  const knownTeams = new Set(teams.map(({ id }) => id))
  const knownPeople = new Set(people.map(({ user }) => user))
  const path = ['dialling', 'shownNumbers']
  refuseDoubles(
    complaints,
    path,
    'number',
    dialling.shownNumbers.map(({ number }) => number),
  )
  for (const [index, each] of dialling.shownNumbers.entries()) {
    refuseUnknown(complaints, [...path, index, 'teams'], 'team', each.teams ?? [], knownTeams)
    refuseUnknown(complaints, [...path, index, 'people'], 'person', each.people ?? [], knownPeople)
  }
}

function refuseOwnPasswords({ asterisk }: Checked, complaints: Complaints): void {
  const isOwn = asterisk.pjsip === 'none'
  if (isOwn === (asterisk.phonePasswordsFile !== undefined)) return
  const message = isOwn
    ? 'pjsip: none needs the passwords of the phones in phonePasswordsFile'
    : 'only with pjsip: none; otherwise `provision` makes the passwords'
  complaints.addIssue({ code: 'custom', path: ['asterisk', 'phonePasswordsFile'], message })
}

function refuseDoubles(
  complaints: Complaints,
  path: PropertyKey[],
  field: string,
  values: readonly string[],
): void {
  for (const [index, value] of values.entries()) {
    if (values.indexOf(value) === index) continue
    const message = `${value} is there twice`
    complaints.addIssue({
      code: 'custom',
      path: field === 'numbers' ? path : [...path, index, field],
      message,
    })
  }
}

function refuseUnknown(
  complaints: Complaints,
  path: PropertyKey[],
  what: string,
  names: readonly string[],
  known: ReadonlySet<string>,
): void {
  for (const [index, name] of names.entries()) {
    if (known.has(name)) continue
    const message = `no ${what} is called ${name}`
    complaints.addIssue({ code: 'custom', path: [...path, index], message })
  }
}
