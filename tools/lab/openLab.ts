/** Starts the laboratory's Asterisk with the site and the phone passwords a gateway beside it will hand out. */
import { join } from 'node:path'
import { pino } from 'pino'
import { makePhonePasswords } from '#gateway/commandLine/phonePasswords'
import { realClock } from '#gateway/commandLine/realTime'
import type { SitePerson } from '#gateway/provision/asteriskSite'
import { createSiteStore } from '#gateway/store/createSiteStore'
import { type AsteriskLab, startAsteriskLab } from '#tools/lab/asteriskLab'
import { type LabCentre, type LabSiteFile, labCentre, writeLabSite } from '#tools/lab/labSettings'

export interface OpenedLab {
  readonly lab: AsteriskLab
  readonly site: LabSiteFile
  readonly people: readonly SitePerson[]
}

export interface OpenLabOptions {
  readonly centre?: LabCentre
  readonly phones?: 'web' | 'udp'
  readonly pjsip?: 'static' | 'wizard'
  readonly voicemail?: boolean
  readonly certificate?: { readonly cert: string; readonly key: string }
  readonly ports?: { readonly listen: number; readonly watch: number }
}

/** `folder` is made and gets gateway.yaml, its secrets and the gateway's store; the caller removes it. */
export async function openLab(folder: string, options: OpenLabOptions = {}): Promise<OpenedLab> {
  const centre = options.centre ?? labCentre
  const people = provisionPeople(join(folder, 'gateway.db'), centre)
  const queues = centre.queues.map((queue) => ({ ...queue, maxWaitSeconds: queue.maxWaitSeconds ?? null }))
  const { phones = 'web', pjsip = 'static', voicemail = false, certificate } = options
  const { shownNumbers = [] } = centre
  const lab = await startAsteriskLab({
    queues,
    people,
    phones,
    pjsip,
    voicemail,
    dialsOut: shownNumbers.length > 0,
    ...(certificate && { certificate }),
  })
  return { lab, site: writeLabSite(folder, lab, centre, options.ports, voicemail), people }
}

function provisionPeople(storeFile: string, { people, shownNumbers = [] }: LabCentre): SitePerson[] {
  const store = createSiteStore(storeFile, realClock, pino({ level: 'silent' }))
  const extensions = people.map(({ extension }) => extension)
  const passwords = makePhonePasswords(store, extensions, false, realClock.nowMs())
  store.close()
  return people.map(({ user, extension, name }) => ({
    extension,
    name,
    sipPassword: passwords.get(extension) ?? '',
    shownNumbers: shownNumbers.filter(({ people: own }) => own.includes(user)).map(({ number }) => number),
  }))
}
