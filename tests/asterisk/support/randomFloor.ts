/** Does at random what people and administrators do on a floor: the same seed does the same things in the same order. */
import { setTimeout as wait } from 'node:timers/promises'
import { type LabAgent, type LabFloor, numberOf } from '#tests/asterisk/support/labFloor'
import { newCommandId } from '#tests/gateway/support/testDesk'
import type { SipLeg } from '#tests/support/sip/sipLeg'

export interface RandomFloor {
  /** Does one thing that is possible now; its name. */
  step(): Promise<string>
}

/** What can be done, how often it is chosen, and whether it came to anything. */
interface Deed {
  readonly name: string
  readonly weight: number
  run(): Promise<boolean> | boolean
}

/** mulberry32: small, and good enough to spread choices. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function createRandomFloor(floor: LabFloor, random: () => number): RandomFloor {
  const { agents, callers, lab, line } = floor
  const holding = new Set<SipLeg>()

  const pick = <T>(items: readonly T[]): T | null => items[Math.floor(random() * items.length)] ?? null
  const legs = (state: SipLeg['state'], direction?: SipLeg['direction']) =>
    agents.flatMap(({ phone }) =>
      phone.legs.filter(
        (leg) => leg.state === state && (direction === undefined || leg.direction === direction),
      ),
    )
  const queues = ['support', 'sales'] as const

  function withLeg(state: SipLeg['state'], direction: SipLeg['direction'], use: (leg: SipLeg) => unknown) {
    const leg = pick(legs(state, direction))
    if (leg === null) return false
    void use(leg)
    return true
  }

  function callIn(): boolean {
    const free = pick(callers.filter(({ legs: own }) => own.length === 0))
    const queue = pick(queues)
    if (free === null || queue === null) return false
    free.call(numberOf[queue])
    return true
  }

  function callerHangsUp(): boolean {
    const leg = pick(callers.flatMap(({ legs: own }) => own))
    leg?.hangUp()
    return leg !== null
  }

  /** Somebody with one call, which is not held by them already. */
  async function turnHold(): Promise<boolean> {
    const leg = pick(legs('up'))
    if (leg === null) return false
    const isHeld = holding.has(leg)
    if (isHeld) holding.delete(leg)
    else holding.add(leg)
    await (isHeld ? leg.resume() : leg.hold()).catch(() => 0)
    return true
  }

  async function transferBlind(): Promise<boolean> {
    const leg = pick(legs('up'))
    const target = pick([...agents.map(({ extension }) => extension), ...Object.values(numberOf)])
    if (leg === null || target === null) return false
    await leg.transfer(target).catch(() => 0)
    return true
  }

  /** One agent asks another, who answers, and leaves the two together. */
  async function transferAttended(): Promise<boolean> {
    const from = pick(
      agents.filter(({ phone }) => phone.legs.filter(({ state }) => state === 'up').length === 1),
    )
    const to = pick(agents.filter((agent) => agent !== from && agent.phone.legs.length === 0))
    const held = from?.phone.legs.find((leg) => leg.state === 'up')
    if (from === null || to === null || held === undefined) return false
    const consult = from.phone.call(to.extension)
    for (let i = 0; i < 40 && to.phone.legs.length === 0 && consult.state !== 'ended'; i += 1) await wait(10)
    to.phone.legs.find(({ state, direction }) => state === 'ringing' && direction === 'in')?.answer()
    if ((await Promise.race([consult.until('up'), wait(1500, 'late')])) !== 'up' || held.state !== 'up') {
      consult.hangUp()
      return true
    }
    await wait(random() * 100)
    // A phone may ask for it in either of its two calls.
    const [one, other] = random() < 0.7 ? [held, consult] : [consult, held]
    await one.transferTo(other).catch(() => 0)
    return true
  }

  async function pause(agent: LabAgent, isPaused: boolean): Promise<boolean> {
    const status = isPaused
      ? ({ kind: 'break', reasonId: 'lunch' } as const)
      : ({ kind: 'available' } as const)
    await agent.desk.client.status.choose({ commandId: newCommandId(), status })
    return true
  }

  /** As an administrator does it, in the switch itself. */
  function pauseInQueue(): Promise<boolean> {
    const [queue, agent] = [pick(queues), pick(agents)]
    const member = `member PJSIP/${agent?.extension} queue ${queue}`
    return cli(
      random() < 0.4
        ? `queue pause ${member} reason ${pick(['training', 'coaching'])}`
        : `queue unpause ${member}`,
    )
  }

  async function cli(command: string): Promise<boolean> {
    await lab.cli(command)
    return true
  }

  async function cutLine(): Promise<boolean> {
    line.cut()
    await wait(random() * 300)
    line.mend()
    return true
  }

  const anyAgent = () => pick(agents)
  const deeds: readonly Deed[] = [
    { name: 'call in', weight: 26, run: callIn },
    { name: 'answer', weight: 26, run: () => withLeg('ringing', 'in', (leg) => leg.answer()) },
    { name: 'decline', weight: 3, run: () => withLeg('ringing', 'in', (leg) => leg.reject(486)) },
    { name: 'agent hangs up', weight: 12, run: () => withLeg('up', 'in', (leg) => leg.hangUp()) },
    { name: 'dialler hangs up', weight: 3, run: () => withLeg('up', 'out', (leg) => leg.hangUp()) },
    { name: 'caller hangs up', weight: 9, run: callerHangsUp },
    { name: 'hold or resume', weight: 8, run: turnHold },
    { name: 'blind transfer', weight: 5, run: transferBlind },
    { name: 'attended transfer', weight: 4, run: transferAttended },
    {
      name: 'dial a colleague',
      weight: 5,
      run() {
        const from = pick(agents.filter(({ phone }) => phone.legs.length === 0))
        const to = anyAgent()
        if (from === null || to === null || from === to) return false
        from.phone.call(to.extension)
        return true
      },
    },
    {
      name: 'pause',
      weight: 4,
      run: () => {
        const agent = anyAgent()
        return agent !== null && pause(agent, true)
      },
    },
    {
      name: 'unpause',
      weight: 6,
      run: () => {
        const agent = anyAgent()
        return agent !== null && pause(agent, false)
      },
    },
    { name: 'pause in one queue', weight: 4, run: pauseInQueue },
    {
      name: 'penalty',
      weight: 1,
      run: () =>
        cli(`queue set penalty ${Math.floor(random() * 5)} on PJSIP/${anyAgent()?.extension} in support`),
    },
    {
      name: 'remove a member',
      weight: 1,
      run: () => cli(`queue remove member PJSIP/${anyAgent()?.extension} from ${pick(queues)}`),
    },
    {
      name: 'reload',
      weight: 1,
      run: () => cli(pick(['queue reload all', 'pjsip reload', 'dialplan reload']) ?? ''),
    },
    { name: 'cut the line', weight: 0.5, run: cutLine },
  ]
  const total = deeds.reduce((sum, { weight }) => sum + weight, 0)

  function choose(): Deed | undefined {
    let left = random() * total
    return deeds.find(({ weight }) => {
      left -= weight
      return left < 0
    })
  }

  return {
    async step() {
      for (const leg of holding) if (leg.state === 'ended') holding.delete(leg)
      for (;;) {
        const deed = choose()
        if (deed !== undefined && (await deed.run())) return deed.name
      }
    },
  }
}
