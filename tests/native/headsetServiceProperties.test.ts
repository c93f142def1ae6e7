/** Whatever headset, desk and page do in whatever order: they agree once it is quiet, and nobody's call is touched unasked. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HeadsetControl, HeadsetIntent } from '#contract/headset'
import { createSimulatedDesk } from '#tests/native/deskSimulation'
import { type EchoHabit, simulateHeadset } from '#tests/native/deviceSimulation'
import { createDesk, optionsOf } from '#tests/native/headsetBench'

const slugs = ['0b0e-0307', '047f-02ec', '047f-c056', '1395-0082', '1395-00a2', '6993-b02b', '095d-9201']

const buttons: readonly HeadsetControl[] = ['hook', 'mute', 'flash', 'reject', 'drop']
const acts = ['ring', 'dial', 'remoteEnds', 'answer', 'end', 'hold', 'resume', 'toggleMute'] as const

type Event =
  | { readonly kind: 'press'; readonly control: HeadsetControl }
  | { readonly kind: 'act'; readonly act: (typeof acts)[number] }
  | { readonly kind: 'wait'; readonly ms: number }

const anEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant('press' as const), control: fc.constantFrom(...buttons) }),
  fc.record({ kind: fc.constant('act' as const), act: fc.constantFrom(...acts) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(0, 5, 60, 300, 600, 900, 1600, 3500) }),
)

interface Scene {
  readonly slug: string
  readonly habit: EchoHabit
  /** How long the desk takes to carry out an ask; null: it never does. */
  readonly deskMs: number | null
  readonly events: readonly Event[]
}

const aScene = (isStale: boolean): fc.Arbitrary<Scene> =>
  fc.record({
    slug: fc.constantFrom(...slugs),
    habit: fc.record({
      delayMs: fc.constantFrom(null, 0, 50, 500, 2500),
      isStale: fc.constant(isStale),
    }),
    deskMs: fc.constantFrom(0, 40, 400, null),
    events: fc.array(anEvent, { minLength: 1, maxLength: 25 }),
  })

const fastestFingerMs = 60

async function play(scene: Scene) {
  const { clock, transport, start } = createDesk()
  const device = transport.plug(optionsOf(scene.slug))
  const headset = simulateHeadset(device, scene.slug, clock, scene.habit)
  const { service } = start()
  await clock.advanceAsync(5000)

  const unasked: HeadsetIntent[] = []
  /** The button under the finger, if nothing has come of it yet. */
  let pressed: HeadsetControl | null = null
  /** The hook was pressed while the calls stood as they stand; a slow device may tell so later. */
  let hookIsMeant = false
  let kind = 'idle'
  const desk = createSimulatedDesk((model) => {
    if (model.kind !== kind) hookIsMeant = false
    kind = model.kind
    service.setCallModel(model)
  })
  const isPaidFor = (intent: HeadsetIntent): boolean => {
    const isMute = intent.kind === 'toggleMute' || intent.kind === 'setMute'
    if (intent.kind === 'setMute' && intent.muted) return true
    if (pressed !== null && pressed !== 'hook' && isMute === (pressed === 'mute')) {
      pressed = null
      return true
    }
    const isMeant = hookIsMeant && !isMute
    if (isMeant) hookIsMeant = false
    return isMeant
  }
  service.onIntent((intent) => {
    if (!isPaidFor(intent)) unasked.push(intent)
    if (scene.deskMs !== null) clock.after(scene.deskMs, () => desk.carryOut(intent))
  })

  for (const event of scene.events) {
    if (event.kind === 'wait') await clock.advanceAsync(event.ms)
    else if (event.kind === 'act') desk[event.act]()
    else {
      pressed = event.control
      if (event.control === 'hook') hookIsMeant = true
      headset.press(event.control)
      pressed = null
      await clock.advanceAsync(fastestFingerMs)
    }
    await clock.advanceAsync(0)
  }
  await clock.advanceAsync(12_000)
  const { model } = desk
  const state = service.state.headsets[0]
  const closing = service.close()
  const shown = Object.fromEntries(
    (['offHook', 'ring', 'hold', 'mute'] as const)
      .filter((light) => headset.hasLight(light))
      .map((light) => [light, headset.isLit(light)]),
  )
  const hook = headset.hook
  await clock.advanceAsync(3000)
  await closing
  return { headset, model, state, unasked, shown, hook }
}

function expectedLights(slug: string, kind: string, muted: boolean) {
  const isHeld = kind === 'held' || kind === 'heldAndIncoming'
  const inCall = kind !== 'idle' && kind !== 'incoming'
  return {
    offHook: inCall && !(isHeld && slug.startsWith('6993')),
    ring: kind.toLowerCase().includes('incoming'),
    hold: isHeld,
    mute: inCall && muted,
  }
}

describe('any interleaving', () => {
  test('leaves lights, hook and desk agreed once it is quiet, or says that the headset is used elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(aScene(false), async (scene) => {
        const { model, state, shown, hook } = await play(scene)
        if (state?.inUseElsewhere !== null) return
        const expected = expectedLights(scene.slug, model.kind, model.muted)
        expect(expected).toMatchObject(shown)
        // The cradle of a desk phone is moved by hands only.
        if (!scene.slug.startsWith('095d')) expect(hook).toBe(expected.offHook ? 1 : 0)
      }),
      { numRuns: 400 },
    )
  })

  test('asks for nothing without a press, and for one thing at most with each', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean().chain(aScene), async (scene) => {
        expect((await play(scene)).unasked).toEqual([])
      }),
      { numRuns: 400 },
    )
  })
})

test('after a quiet while the hook always does what the agent means', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...slugs),
      fc.constantFrom(null, 0, 50, 500, 2500),
      fc.array(fc.constantFrom('hook', 'page'), { minLength: 1, maxLength: 6 }),
      async (slug, delayMs, ways) => {
        const { clock, transport, start } = createDesk()
        const device = transport.plug(optionsOf(slug))
        const headset = simulateHeadset(device, slug, clock, { delayMs, isStale: false })
        const { service } = start()
        await clock.advanceAsync(5000)
        const desk = createSimulatedDesk((model) => service.setCallModel(model))
        service.onIntent((intent) => desk.carryOut(intent))
        for (const [index, way] of ways.entries()) {
          if (index % 2 === 0) desk.ring()
          await clock.advanceAsync(4000)
          if (way === 'hook') headset.press('hook')
          else if (index % 2 === 0) desk.answer()
          else desk.end()
          expect(desk.model.kind).toBe(index % 2 === 0 ? 'active' : 'idle')
          await clock.advanceAsync(4000)
        }
        const closing = service.close()
        await clock.advanceAsync(3000)
        await closing
      },
    ),
    { numRuns: 150 },
  )
})
