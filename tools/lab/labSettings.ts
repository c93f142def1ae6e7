/** The people and queues of the laboratory's own site, and the gateway.yaml that goes with a running laboratory. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Disposition } from '#contract/reason'
import type { SiteQueue } from '#gateway/provision/asteriskSite'
import type { AsteriskLab } from '#tools/lab/asteriskLab'

/** The same for everyone: it opens a laboratory on this machine's own loopback, nothing else. */
export const labPassword = 'laboratory'

const solved = [
  { id: 'solved', label: { en: 'Solved', fa: 'حل شد' }, needsFollowUp: false },
  { id: 'follow-up', label: { en: 'Follow up', fa: 'نیاز به پیگیری' }, needsFollowUp: true },
]

export interface LabPerson {
  readonly user: string
  readonly name: string
  readonly role: 'agent' | 'supervisor'
  readonly extension: string
  readonly teams: readonly string[]
}

export interface LabQueue extends Omit<SiteQueue, 'maxWaitSeconds'> {
  readonly name: string
  readonly maxWaitSeconds?: number
  readonly wrapUpSeconds: number
  readonly dispositions: readonly Disposition[]
}

/** Who works in a laboratory, and on what; everybody is in the team `first`, which has every queue. */
export interface LabCentre {
  readonly people: readonly LabPerson[]
  readonly queues: readonly LabQueue[]
  /** What people may show outside, by user; with any, people may dial out. */
  readonly shownNumbers?: readonly {
    readonly number: string
    readonly name: string
    readonly people: readonly string[]
  }[]
}

const labPeople: readonly LabPerson[] = [
  { user: 'demo', name: 'Sara Ahmadi', role: 'agent', extension: '1001', teams: ['first'] },
  { user: 'omid', name: 'Omid Rahimi', role: 'agent', extension: '1002', teams: ['first'] },
  { user: 'leila', name: 'Leila Karimi', role: 'supervisor', extension: '1901', teams: ['first'] },
]

const labQueues: readonly LabQueue[] = [
  {
    id: 'support',
    name: 'Support',
    strategy: 'least-recent',
    ringSeconds: 15,
    wrapUpSeconds: 30,
    serviceLevelSeconds: 20,
    numbers: ['+982188001001'],
    dispositions: solved,
  },
  {
    id: 'sales',
    name: 'Sales',
    strategy: 'ring-all',
    ringSeconds: 15,
    wrapUpSeconds: 30,
    serviceLevelSeconds: 20,
    numbers: ['+982188001002'],
    dispositions: solved,
  },
]

export const labCentre: LabCentre = { people: labPeople, queues: labQueues }

export interface LabSiteFile {
  /** Absolute. */
  readonly configFile: string
  readonly storeFile: string
}

/** Writes gateway.yaml and its secrets into `folder`; ports of 0 are any free ones. */
export function writeLabSite(
  folder: string,
  lab: Pick<AsteriskLab, 'amiPort' | 'amiUser' | 'amiSecret' | 'wsUrl'>,
  { people, queues, shownNumbers = [] }: LabCentre = labCentre,
  ports: { readonly listen: number; readonly watch: number } = { listen: 0, watch: 0 },
  voicemail = false,
): LabSiteFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 })
  write('ami-secret', `${lab.amiSecret}\n`)
  write('password', `${labPassword}\n`)
  const site = {
    listen: { port: ports.listen },
    watch: { port: ports.watch },
    store: 'gateway.db',
    timeZone: 'Asia/Tehran',
    statusAtSignIn: 'available',
    asterisk: {
      nodes: [{ host: '127.0.0.1', port: lab.amiPort, user: lab.amiUser, secretFile: 'ami-secret' }],
      sip: { serverUrl: lab.wsUrl },
      voicemail,
    },
    queues,
    teams: [{ id: 'first', name: 'First line', queues: queues.map(({ id }) => id) }],
    people: people.map((person) => ({ ...person, passwordFile: 'password' })),
    dialling: { shownNumbers },
  }
  write('gateway.yaml', stringify(site))
  return { configFile: join(folder, 'gateway.yaml'), storeFile: join(folder, 'gateway.db') }
}
