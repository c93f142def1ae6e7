/** A desk process that finishes wrap-ups as fast as it can while they go to a real CRM server, until somebody kills it. */
import { CallId, CommandId, PersonId } from '#contract/ids'
import { openConnector } from '#main/crm/connector/openConnector'
import { createOutgoingStore } from '#main/crm/writeBack/outgoingStore'
import { createWriteBackDesk } from '#main/crm/writeBack/writeBackDesk'
import type { GatewayLink } from '#main/desk/parts'
import { createWrapUpDesk } from '#main/desk/wrapUp/wrapUpDesk'
import { createWrapUpStore } from '#main/desk/wrapUp/wrapUpStore'
import { sessionOf } from '#tests/main/crm/writeBack/writeBackRoom'
import { peopleCount, type WriterOrder } from '#tests/main/crm/writeBack/writerOrder'
import { realClock } from '#tests/support/realClock'
import { silentLog } from '#tests/support/silentLog'

async function write({ folder, config, secrets, from }: WriterOrder): Promise<void> {
  const opened = openConnector(config, secrets, { clock: realClock, keepSecrets: () => undefined })
  if (!opened.ok) throw new Error(opened.problem.detail)
  const connector = opened.value
  // Pauses of minutes become some of a second: what is proved is the order of things, not the pace.
  const clock = {
    ...realClock,
    after: (delayMs: number, task: () => void) => realClock.after(delayMs / 100, task),
  }
  const link = {
    state: { kind: 'disconnected', sinceMs: 0, failure: null, roundTripMs: null },
    session: sessionOf('sara'),
    onChange: () => () => undefined,
    onLive: () => () => undefined,
  } as unknown as GatewayLink
  const parts = { clock, random: Math.random, log: silentLog }
  const key = new Uint8Array(32).fill(9)
  const file = (name: string) => ({ path: `${folder}/${name}`, key, clock, log: silentLog })
  const openStore = () => createWrapUpStore({ ...file('desk.db'), hasCrm: true })
  const wrapUps = createWrapUpDesk({ link, ...parts, openStore })
  const desk = createWriteBackDesk({
    link,
    wrapUps,
    writer: {
      can: { lookup: false, sync: 'none', write: true },
      onSync: () => () => undefined,
      onPeople: () => () => undefined,
      writeActivity: (activity, timeoutMs) => connector.write(activity, AbortSignal.timeout(timeoutMs)),
    },
    findCall: () => null,
    recordingAddress: null,
    openStore: () => createOutgoingStore(file('crm.db')),
    ...parts,
  })
  const finish = (serial: number): void => {
    const kept = wrapUps.current?.store.finish({
      commandId: CommandId.parse(`command-${serial}`),
      callId: CallId.parse(`call-${serial}`),
      queueId: null,
      personId: PersonId.parse(`p${serial % peopleCount}`),
      dispositionId: null,
      note: String(serial),
      followUpOn: null,
      writtenAtMs: 1000 + serial,
    })
    desk.takeDue()
    if (kept?.ok === true) process.stdout.write(`finished ${serial}\n`)
  }
  for (let serial = from ?? 0; from !== null; serial += 1) {
    finish(serial)
    // The answers of the CRM come in between.
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
  const isEmpty = () => desk.state.waiting === 0 && wrapUps.current?.store.dueToCrm().length === 0
  while (!isEmpty()) await new Promise((resolve) => desk.onChange(() => resolve(null)))
  process.stdout.write(`empty ${desk.state.rejected}\n`)
  process.exit(0)
}

await write(JSON.parse(process.argv[2] ?? '') as WriterOrder)
