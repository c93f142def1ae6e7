/** A monitoring lab with a whole gateway on it: Sara answers calls at 1001, Omid monitors from the supervisor's phone. */
import { join } from 'node:path'
import { pino } from 'pino'
import { expect } from 'vitest'
import type { AgentId } from '#contract/ids'
import { realClock } from '#gateway/commandLine/realTime'
import { createGateway, type Gateway, type GatewayOptions } from '#gateway/createGateway'
import { type MonitorLab, openMonitorLab, supervisor } from '#tests/asterisk/support/monitorLab'
import { connectDesk, newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { people } from '#tests/gateway/support/world'
import { createTempFolder } from '#tests/support/tempFolder'

export const sara = 'user-sara' as AgentId
export const omid = 'user-omid' as AgentId
export const done = { ok: true, value: null }
/** An id of its own for every command, as a desk gives them. */
export const command = () => ({ commandId: newCommandId() })

export interface MonitorGateway {
  readonly lab: MonitorLab
  readonly gateway: Gateway
  readonly storePath: string
  /** What each of them may ask of monitoring, at a desk of their own that is signed in. */
  readonly saras: TestDesk['client']['monitor']
  readonly omids: TestDesk['client']['monitor']
  close(): Promise<void>
}

/** `options` is what the gateway is started with besides. What was opened before a failure is closed again. */
export async function openMonitorGateway(
  options: Pick<GatewayOptions, 'queueRules'> = {},
): Promise<MonitorGateway> {
  const closing: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const each of closing.splice(0).reverse()) await each()
  }
  try {
    const lab = await openMonitorLab()
    closing.push(lab.close)
    const folder = createTempFolder()
    closing.push(folder.remove)
    const storePath = join(folder.path, 'gateway.db')
    const gateway = await createGateway({
      pbx: lab.link,
      storePath,
      clock: realClock,
      listen: { host: '127.0.0.1', port: 0 },
      people: people.map((each) => (each.userName === 'omid' ? { ...each, extension: supervisor } : each)),
      timeZone: 'Asia/Tehran',
      log: pino({ level: 'silent' }),
      ...options,
    })
    closing.push(gateway.close)
    const signIn = async (user: string, password: string) => {
      const desk = await connectDesk(gateway.url)
      closing.push(desk.close)
      expect(await desk.signIn(user, password)).toMatchObject({ ok: true })
      return desk.client.monitor
    }
    const saras = await signIn('sara', 'right horse')
    const omids = await signIn('omid', 'battery staple')
    return { lab, gateway, storePath, saras, omids, close }
  } catch (error) {
    await close()
    throw error
  }
}
