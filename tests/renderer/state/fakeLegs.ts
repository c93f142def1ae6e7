/** Monitoring legs that do what the test says, and remember every moment the microphone was in one. */
import { type Answer, done, failed } from '#contract/failure'
import type { MonitorId } from '#contract/ids'
import type { AdoptedCaller, PacketCount, PhoneLeg, PhoneLegs } from '#renderer/phone/monitoring/phoneLegs'

export interface FakeLegs extends PhoneLegs {
  readonly tokens: Map<MonitorId, string>
  readonly focused: (MonitorId | null)[]
  /** What was asked of the legs, in order: `speak m1`, `hush m1` … */
  readonly asked: string[]
  /** What opening a microphone comes to; a promise holds it back. */
  microphone: Answer<null> | Promise<Answer<null>>
  /** Grows by one with each look while sound flows. */
  flows: { received: boolean; sent: boolean }
  /** The switch rings with the token of this session, and is answered. */
  ring(id: MonitorId): void
  lose(id: MonitorId): void
  microphoneOf(id: MonitorId): PhoneLeg['microphone'] | null
}

interface Ordinary {
  readonly adopt: (caller: AdoptedCaller) => void
  readonly release: () => void
}

export function createFakeLegs(ordinary: Ordinary): FakeLegs {
  const listeners = new Set<(legs: readonly PhoneLeg[]) => void>()
  const turns = new Map<MonitorId, number>()
  const count: { -readonly [K in keyof PacketCount]: number } = { received: 0, sent: 0 }
  let all: readonly PhoneLeg[] = []
  const put = (next: readonly PhoneLeg[]) => {
    all = next
    for (const listener of listeners) listener(all)
  }
  const change = (id: MonitorId, part: Partial<PhoneLeg>) =>
    put(all.map((leg) => (leg.monitorId === id ? { ...leg, ...part } : leg)))
  const find = (id: MonitorId) => all.find((leg) => leg.monitorId === id) ?? null
  const legs: FakeLegs = {
    tokens: new Map(),
    focused: [],
    asked: [],
    microphone: done(null),
    flows: { received: true, sent: true },
    get all() {
      return all
    },
    makeReady: () => {},
    awaitOne: () => {},
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    expect: (id, token) => void legs.tokens.set(id, token),
    forget(id) {
      legs.asked.push(`forget ${id}`)
      legs.tokens.delete(id)
      if (find(id)?.kind === 'monitoring') put(all.filter((leg) => leg.monitorId !== id))
    },
    focus: (id) => void legs.focused.push(id),
    async prepare(id) {
      const turn = turns.get(id) ?? 0
      if (find(id)?.kind !== 'monitoring') return failed('wrong-state')
      if (find(id)?.microphone === 'out') change(id, { microphone: 'opening' })
      const opened = await legs.microphone
      if ((turns.get(id) ?? 0) !== turn || find(id) === null) return failed('wrong-state')
      if (find(id)?.microphone !== 'in') change(id, { microphone: opened.ok ? 'ready' : 'out' })
      return opened
    },
    async speak(id) {
      const turn = turns.get(id) ?? 0
      legs.asked.push(`speak ${id}`)
      const prepared = await legs.prepare(id)
      if (!prepared.ok) return prepared
      if ((turns.get(id) ?? 0) !== turn) return failed('wrong-state')
      change(id, { microphone: 'in' })
      return done(null)
    },
    hush(id) {
      if (find(id)?.kind !== 'monitoring') return
      legs.asked.push(`hush ${id}`)
      turns.set(id, (turns.get(id) ?? 0) + 1)
      change(id, { microphone: 'out' })
    },
    levels: () => null,
    async countPackets() {
      if (legs.flows.received) count.received += 1
      if (legs.flows.sent) count.sent += 1
      return { ...count }
    },
    adopt(id, caller) {
      if (find(id)?.kind !== 'monitoring') return failed('wrong-state')
      change(id, { kind: 'adopted', microphone: 'in' })
      ordinary.adopt(caller)
      return done(null)
    },
    release(id) {
      if (find(id)?.kind !== 'adopted') return failed('wrong-state')
      ordinary.release()
      change(id, { kind: 'monitoring', microphone: 'out' })
      return done(null)
    },
    ring: (id) => put([...all, { monitorId: id, kind: 'monitoring', microphone: 'out' }]),
    lose: (id) => put(all.filter((leg) => leg.monitorId !== id)),
    microphoneOf: (id) => find(id)?.microphone ?? null,
  }
  return legs
}
