/** One centre of two real Asterisks: north has the queue support and Sara, south the queue sales and Omid. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { makePhonePasswords } from '#gateway/commandLine/phonePasswords'
import { readSite } from '#gateway/commandLine/readSite'
import { realClock } from '#gateway/commandLine/realTime'
import { type ServedGateway, serveSite } from '#gateway/commandLine/serveCommand'
import type { SiteFile } from '#gateway/commandLine/siteFile'
import { createSiteStore } from '#gateway/store/createSiteStore'
import { connectDesk, type TestDesk } from '#tests/gateway/support/testDesk'
import { silentLog } from '#tests/support/silentLog'
import { openSipPhone, type SipPhone } from '#tests/support/sip/sipPhone'
import { createTempFolder } from '#tests/support/tempFolder'
import { type AsteriskLab, startAsteriskLab } from '#tools/lab/asteriskLab'
import { labCentre, labPassword, writeLabSite } from '#tools/lab/labSettings'
import { trunkAddress } from '#tools/lab/labSite'

export interface SwitchSide {
  readonly name: 'north' | 'south'
  readonly lab: AsteriskLab
  readonly queueId: 'support' | 'sales'
  readonly number: string
  readonly extension: string
  /** Their phone, with the password the gateway handed out. */
  readonly phone: SipPhone
  readonly desk: TestDesk
  /** Where the gateway sends their phone. */
  readonly serverUrl: string
  readonly caller: SipPhone
}

export interface TwoSwitches {
  readonly site: SiteFile
  readonly gateway: ServedGateway
  /** Ends the gateway and starts it anew; the desks of before are not connected any more. */
  restartGateway(): Promise<ServedGateway>
  readonly north: SwitchSide
  readonly south: SwitchSide
  readonly watcher: TestDesk
  close(): Promise<void>
}

const plans = [
  { name: 'north', queueId: 'support', user: 'demo', extension: '1001' },
  { name: 'south', queueId: 'sales', user: 'omid', extension: '1002' },
] as const
type Plan = (typeof plans)[number]

export async function openTwoSwitches(): Promise<TwoSwitches> {
  const folder = createTempFolder()
  const passwords = makePasswords(folder.file('gateway.db'))
  const [north, south] = [await openLab(plans[0], passwords), await openLab(plans[1], passwords)]
  const site = writeSite(folder.path, [north, south])
  const serve = () => serveSite({ site, env: {}, clock: realClock, log: silentLog })
  let gateway = await serve()
  const sides = [
    await openSide(plans[0], north, gateway.url),
    await openSide(plans[1], south, gateway.url),
  ] as const
  const watcher = await connectDesk(gateway.url)
  await watcher.signIn('leila', labPassword)
  watcher.watch()
  return {
    site,
    get gateway() {
      return gateway
    },
    async restartGateway() {
      await gateway.close()
      gateway = await serve()
      return gateway
    },
    north: sides[0],
    south: sides[1],
    watcher,
    async close() {
      await watcher.close()
      for (const { desk, phone, caller } of sides) {
        await desk.close()
        await phone.close()
        await caller.close()
      }
      await gateway.close()
      for (const { lab } of sides) await lab.close()
      folder.remove()
    },
  }
}

function makePasswords(storeFile: string): Map<string, string> {
  const store = createSiteStore(storeFile, realClock, silentLog)
  const extensions = labCentre.people.map(({ extension }) => extension)
  const passwords = makePhonePasswords(store, extensions, false, realClock.nowMs())
  store.close()
  return passwords
}

function openLab({ queueId, extension }: Plan, passwords: ReadonlyMap<string, string>): Promise<AsteriskLab> {
  const queues = labCentre.queues.filter(({ id }) => id === queueId)
  // A supervisor is of no switch in particular, and has a phone on both.
  const people = labCentre.people.filter((each) => each.extension === extension || each.role === 'supervisor')
  return startAsteriskLab({
    queues: queues.map((queue) => ({ ...queue, maxWaitSeconds: null })),
    people: people.map((each) => ({ ...each, sipPassword: passwords.get(each.extension) ?? '' })),
    phones: 'udp',
  })
}

function writeSite(folder: string, labs: readonly [AsteriskLab, AsteriskLab]): SiteFile {
  const { configFile } = writeLabSite(folder, labs[0])
  const site = parse(readFileSync(configFile, 'utf8'))
  site.asterisk.nodes = labs.map((lab, index) => {
    writeFileSync(join(folder, `secret-${index}`), lab.amiSecret)
    const name = plans[index]?.name
    const [port, sipServerUrl] = [lab.amiPort, lab.wsUrl]
    return { name, host: '127.0.0.1', port, user: lab.amiUser, secretFile: `secret-${index}`, sipServerUrl }
  })
  for (const { name, queueId, extension } of plans) {
    const queue = site.queues.find(({ id }: { id: string }) => id === queueId)
    Object.assign(queue, { node: name, wrapUpSeconds: 0 })
    site.people.find((person: { extension: string }) => person.extension === extension).node = name
  }
  writeFileSync(configFile, stringify(site))
  return readSite(configFile)
}

async function openSide(
  { name, queueId, user, extension }: Plan,
  lab: AsteriskLab,
  url: string,
): Promise<SwitchSide> {
  const desk = await connectDesk(url)
  const answer = await desk.signIn(user, labPassword)
  if (!answer.ok) throw new Error(`${user} could not sign in: ${answer.failure.code}`)
  desk.watch()
  const { password, serverUrl } = answer.value.sip
  const own = { address: '127.0.0.1', sipPort: lab.sipPort, toneHz: null }
  const phone = await openSipPhone({ ...own, user: extension, password })
  await phone.register()
  const outside = { ...own, address: trunkAddress, user: `+98912000${extension}`, password: null }
  const number = labCentre.queues.find(({ id }) => id === queueId)?.numbers[0] ?? ''
  const caller = await openSipPhone(outside)
  return { name, lab, queueId, number, extension, phone, desk, serverUrl, caller }
}
