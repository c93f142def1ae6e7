/**
 * `npm run bench -- monitor`: from the click to what each ear hears, in practice: listening beside a bare sip.js page
 * that is put into the same call by the same switch, whisper, the change of mode, take-over and hand-back.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type {} from '#bench/bareListener'
import { type Benchmark, percentile, toFigure } from '#bench/benchmark'
import { probePage } from '#bench/monitorProbe'
import { signInSecond } from '#bench/secondSeat'
import { untilReady, untilRegistered } from '#bench/untilReady'
import { done } from '#contract/failure'
import type { CallId, MonitorId } from '#contract/ids'
import en from '#resources/locales/en.json' with { type: 'json' }
import { toneLevelDb } from '#simulator/media/toneLevel'
import { createRandom } from '#simulator/people/random'
import type { PracticeCentre } from '#simulator/practiceCentre'
import { frameMs } from '#simulator/telephony'
import {
  agentName,
  answer,
  beginCall,
  type MonitoringRoom,
  openMonitoringRoom,
  supervisorHz,
} from '#tests/e2e/monitoringRoom'
import { agentHz } from '#tests/support/practiceDesk'
import { servePage } from '#tests/support/servedPage'

const listensOfEach = 20
const switches = 20
const takeOvers = 10
const bareExtension = '1002'
const agentExtension = '1001'
/** A frame that holds a voice: far above what two voices in a coder leave beside their tones. */
const voiceDb = -28

export const benchmark: Benchmark = {
  name: 'monitor',
  about: 'Click to ear of listen, whisper, mode switch, take-over and hand-back, beside a bare sip.js page',
  async run(log) {
    const times = await measure(log)
    const [ourP50Ms, bareP50Ms] = [percentile(times.ours, 0.5), percentile(times.bare, 0.5)]
    const both = (name: string, samples: readonly number[]) => ({
      [`${name}P50Ms`]: toFigure(percentile(samples, 0.5)),
      [`${name}P95Ms`]: toFigure(percentile(samples, 0.95)),
    })
    return {
      n: Object.values(times).reduce((sum, samples) => sum + samples.length, 0),
      figures: {
        ...both('listen', times.ours),
        ...both('bareListen', times.bare),
        listenRatio: toFigure(ourP50Ms / bareP50Ms),
        ...both('whisper', times.whispers),
        ...both('modeSwitch', times.switches),
        ...both('takeOverGap', times.takeOverGaps),
        ...both('handBackGap', times.handBackGaps),
      },
      targets: [
        { figure: 'listenRatio', limit: 1.1 },
        { figure: 'modeSwitchP95Ms', limit: 120 },
        { figure: 'takeOverGapP95Ms', limit: 60 },
      ],
    }
  },
}

/** Milliseconds of each time it was done. */
interface Times {
  readonly ours: number[]
  readonly bare: number[]
  readonly whispers: number[]
  readonly switches: number[]
  readonly takeOverGaps: number[]
  readonly handBackGaps: number[]
}

async function measure(log: (line: string) => void): Promise<Times> {
  const ends: (() => Promise<void>)[] = []
  try {
    const room = await openMonitoringRoom()
    ends.push(() => room.close())
    for (const page of [room.agent, room.supervisor]) {
      await page.addInitScript(probePage)
      await page.reload()
      await page.getByRole('button', { name: en['status.button'] }).waitFor()
    }
    await room.supervisor.getByRole('tab', { name: 'Floor' }).click()
    const { callId, caller } = await beginCall(room)
    ends.push(async () => caller.close())
    const bare = await openBare(room, callId, ends)
    const pause = createPause()
    log(`Listening ${listensOfEach} times on each page, in turns …`)
    const listened = await listenInTurns(room, bare, pause)
    await startListening(room.supervisor)
    log(`Whispering and changing the mode ${switches} times …`)
    const switched = await switchModes(room, callId, pause)
    log(`Taking over and handing back ${takeOvers} times …`)
    const taken = await takeOverAndBack(room, callId, pause)
    return { ...listened, ...switched, ...taken }
  } finally {
    for (const end of ends.toReversed()) await end()
  }
}

type Pause = (atLeastMs: number) => Promise<void>

/** A pause of `atLeastMs` and up to 200 ms more, so that clicks fall anywhere in the beat of the sound. */
function createPause(): Pause {
  const random = createRandom(1, 'pauses')
  return (atLeastMs) => sleep(atLeastMs + random.next() * 200)
}

interface BarePage {
  readonly page: Page
  stop(): Promise<void>
}

/** A bare page at a second desk, in the browser of the supervisor; its calls are asked of the same switch. */
async function openBare(
  { supervisorDesk, supervisor }: MonitoringRoom,
  callId: CallId,
  ends: (() => Promise<void>)[],
): Promise<BarePage> {
  const { centre } = supervisorDesk
  const served = await servePage('bench/bareListener.ts')
  ends.push(() => served.close())
  const { sip } = await signInSecond(supervisorDesk, ends)
  const browser = supervisor.context().browser()
  if (browser === null) throw new Error('The page has no browser')
  const page = await (await browser.newContext()).newPage()
  await page.addInitScript(probePage)
  await page.goto(served.url)
  const spy = leaveAlone(centre)
  await page.exposeFunction('askToListen', () => spy.open(callId))
  const registered = untilRegistered(centre, bareExtension)
  await page.evaluate((given) => window.startBareListener(given), sip)
  await registered
  return { page, stop: spy.close }
}

/** Spies past the gateway, which closes every leg that no session of its own explains, and is kept from it here. */
function leaveAlone(centre: PracticeCentre) {
  const { execute } = centre
  let spyId: MonitorId | null = null
  Object.assign(centre, {
    execute: (command: Parameters<typeof execute>[0]) =>
      command.kind === 'monitorClose' && command.monitorId === spyId
        ? Promise.resolve(done(null))
        : execute(command),
  })
  return {
    async open(callId: CallId) {
      const monitorId = randomUUID() as MonitorId
      spyId = monitorId
      const on = { callId, extension: agentExtension }
      const token = 'b'.repeat(40)
      await execute({ kind: 'monitorOpen', monitorId, extension: bareExtension, token, on, mode: 'listen' })
    },
    async close() {
      if (spyId !== null) await execute({ kind: 'monitorClose', monitorId: spyId })
    },
  }
}

const dockButton = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Monitoring' }).getByRole('button', { name, exact: true })

/** Presses, and answers when it was pressed, in epoch milliseconds of the browser. */
async function press(page: Page, name: string): Promise<number> {
  await dockButton(page, name).click()
  return page.evaluate(() => window.pressedAtMs ?? 0)
}

async function startListening(page: Page): Promise<number> {
  await page.getByRole('button', { name: `Listen to ${agentName}` }).click()
  return untilSound(page)
}

async function untilSound(page: Page): Promise<number> {
  let afterMs: number | null = null
  await untilReady(async () => {
    afterMs = await page.evaluate(() => window.soundAfterMs ?? null)
    return afterMs !== null
  }, 'The call was not heard')
  return afterMs ?? Number.NaN
}

async function listenInTurns(
  room: MonitoringRoom,
  bare: BarePage,
  pause: Pause,
): Promise<Pick<Times, 'ours' | 'bare'>> {
  const times = { ours: [] as number[], bare: [] as number[] }
  for (let turn = 0; turn < listensOfEach; turn += 1) {
    await room.supervisor.bringToFront()
    await pause(400)
    times.ours.push(await startListening(room.supervisor))
    await pause(400)
    await press(room.supervisor, 'Stop')
    await room.supervisor.getByText(en['monitor.end.stopped']).first().waitFor()
    await bare.page.bringToFront()
    await pause(400)
    await bare.page.getByRole('button', { name: 'Listen' }).click()
    times.bare.push(await untilSound(bare.page))
    await pause(400)
    await bare.stop()
  }
  await room.supervisor.bringToFront()
  return times
}

/** The frames the caller hears, each with the moment it was heard in epoch milliseconds and whose voices it holds. */
interface Frame {
  readonly atMs: number
  readonly hasAgent: boolean
  readonly hasSupervisor: boolean
}

function recordCaller(room: MonitoringRoom, callId: CallId) {
  const frames: Frame[] = []
  const stop = room.supervisorDesk.centre.onHeard(callId, (frame) => {
    frames.push({
      atMs: performance.timeOrigin + performance.now(),
      hasAgent: toneLevelDb(frame, agentHz) > voiceDb,
      hasSupervisor: toneLevelDb(frame, supervisorHz) > voiceDb,
    })
  })
  return { frames, stop }
}

async function switchModes(
  room: MonitoringRoom,
  callId: CallId,
  pause: Pause,
): Promise<Pick<Times, 'whispers' | 'switches'>> {
  const times = { whispers: [] as number[], switches: [] as number[] }
  const { supervisor, agent } = room
  const { frames, stop } = recordCaller(room, callId)
  for (let turn = 0; turn < switches; turn += 1) {
    await pause(500)
    await agent.evaluate((hz) => window.waitForTone?.(hz), supervisorHz)
    const whisperedAtMs = await press(supervisor, 'Whisper')
    let heardAtMs: number | null = null
    await untilReady(async () => {
      heardAtMs = await agent.evaluate(() => window.toneAtMs ?? null)
      return heardAtMs !== null
    }, 'The whisper was not heard')
    times.whispers.push((heardAtMs ?? Number.NaN) - whisperedAtMs)
    await pause(400)
    const bargedAtMs = await press(supervisor, 'Barge')
    const begins = (frame: Frame) => frame.atMs > bargedAtMs && frame.hasSupervisor
    await untilReady(async () => frames.some(begins), 'The caller did not hear the supervisor')
    times.switches.push((frames.find(begins)?.atMs ?? Number.NaN) - bargedAtMs)
    await pause(400)
    const leftAtMs = await press(supervisor, 'Listen')
    await pause(600)
    // In force for the caller with the end of the last frame that holds the supervisor.
    const last = frames.findLast((frame) => frame.hasSupervisor)?.atMs ?? leftAtMs
    times.switches.push(Math.max(0, last - leftAtMs))
  }
  stop()
  return times
}

async function takeOverAndBack(
  room: MonitoringRoom,
  callId: CallId,
  pause: Pause,
): Promise<Pick<Times, 'takeOverGaps' | 'handBackGaps'>> {
  const times = { takeOverGaps: [] as number[], handBackGaps: [] as number[] }
  const { frames, stop } = recordCaller(room, callId)
  for (let turn = 0; turn < takeOvers; turn += 1) {
    await pause(600)
    frames.length = 0
    await press(room.supervisor, 'Take over')
    await untilReady(
      async () => frames.slice(-10).every(isSupervisorAlone) && frames.length > 30,
      'No take-over',
    )
    times.takeOverGaps.push(toLongestGapMs(frames))
    await pause(600)
    frames.length = 0
    const giving = press(room.supervisor, 'Hand back')
    await answer(room.agent)
    await giving
    await untilReady(
      async () => frames.slice(-10).every(isAgentAlone) && frames.length > 30,
      'Not handed back',
    )
    times.handBackGaps.push(toLongestGapMs(frames))
    await dockButton(room.supervisor, 'Take over')
      .and(room.supervisor.locator('[aria-disabled="false"]'))
      .waitFor()
  }
  stop()
  return times
}

const isSupervisorAlone = (frame: Frame) => frame.hasSupervisor && !frame.hasAgent
const isAgentAlone = (frame: Frame) => frame.hasAgent && !frame.hasSupervisor

/** How long the caller heard neither, in milliseconds. */
function toLongestGapMs(frames: readonly Frame[]): number {
  let [longest, now] = [0, 0]
  for (const { hasAgent, hasSupervisor } of frames) {
    now = hasAgent || hasSupervisor ? 0 : now + frameMs
    longest = Math.max(longest, now)
  }
  return longest
}
