/** Several switches as one centre: events of all in one stream, commands to whoever has the extension. */
import { type Answer, done, failed } from '#contract/failure'
import type { CallId } from '#contract/ids'
import type { PbxCall, PbxCommand, PbxEvent, PbxExtension, PbxMember, PbxQueue } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { NodeLink } from '#gateway/asterisk/link/nodeLink'
import type { Drift } from '#gateway/asterisk/link/resync'
import type { RosterCommand } from '#gateway/asterisk/link/rosterCommands'
import type { Snapshot } from '#gateway/asterisk/link/toSnapshot'

export interface Centre {
  attach(nodes: readonly NodeLink[]): void
  hear(index: number, event: PbxEvent): void
  listen(onEvent: (event: PbxEvent) => void): () => void
  execute(command: PbxCommand): Promise<Answer<null>>
  /** `wrong-state` where the extension has no phone on the queue's switch. */
  changeRoster(command: RosterCommand): Promise<Answer<null>>
  /** Whether every switch that has the extension is there. */
  reaches(extension: string): boolean
  /** Tells what concerns no single switch's model; ids in it are the centre's. */
  tell(event: PbxEvent): void
  /** A switch's call as the centre names it. */
  nameCall(node: NodeLink, callId: CallId): CallId
  /** The switch a call is on, and the call's id there; null for an unknown one. */
  find(callId: CallId): { readonly node: NodeLink; readonly localId: CallId } | null
  readonly nodes: readonly NodeLink[]
  readonly drift: Drift
  close(): void
}

/** With one switch, its call ids are the centre's; with more, each is told with the number of its switch. */
export function composeNodes(count: number, clock: Clock): Centre {
  const listeners = new Set<(event: PbxEvent) => void>()
  let nodes: readonly NodeLink[] = []
  let isUp = false
  let hasTold = false
  let lastDown: Extract<PbxEvent, { readonly kind: 'linkDown' }> | null = null
  const toCentreId = (index: number, id: CallId): CallId =>
    count === 1 ? id : (`${index + 1}/${id}` as CallId)

  function tell(event: PbxEvent): void {
    for (const listener of listeners) listener(event)
  }

  /** The centre is up while all its switches are; a desk must not take half of the truth for the whole. */
  function hearLink(event: Extract<PbxEvent, { readonly kind: 'linkUp' | 'linkDown' }>): void {
    const isUpNow = nodes.every(({ state }) => state.kind === 'live')
    const isReason = event.kind === 'linkDown' && !isUpNow
    if (isUpNow === isUp && hasTold && !isReason) return
    isUp = isUpNow
    hasTold = true
    if (isUp) tell({ kind: 'linkUp', atMs: event.atMs })
    else if (event.kind === 'linkDown') {
      lastDown = event
      tell(event)
    }
  }

  function snapshot(): Snapshot | null {
    const told = nodes.map((node, index) => ({ index, snapshot: node.snapshot() }))
    const known = told.flatMap(({ index, snapshot: each }) => (each === null ? [] : [{ index, each }]))
    const first = known[0]
    if (first === undefined) return null
    if (count === 1) return first.each
    return {
      kind: 'snapshot',
      atMs: Math.max(...known.map(({ each }) => each.atMs)),
      queues: mergeQueues(known.map(({ each }) => each)),
      extensions: mergeExtensions(known.flatMap(({ each }) => each.extensions)),
      calls: known.flatMap(({ index, each }) =>
        each.calls.map((call): PbxCall => ({ ...call, callId: toCentreId(index, call.callId) })),
      ),
    }
  }

  function hear(index: number, event: PbxEvent): void {
    if (event.kind === 'linkUp' || event.kind === 'linkDown') {
      hearLink(event)
      return
    }
    if (count === 1) {
      tell(event)
      return
    }
    if (event.kind === 'snapshot') {
      const whole = snapshot()
      if (whole !== null) tell(whole)
    } else if ('callId' in event) tell({ ...event, callId: toCentreId(index, event.callId) })
    else if (event.kind === 'extensionChanged' || event.kind === 'phoneUnregistered') tellMerged(event)
    else if (event.kind === 'memberPauseChanged') tellMember(event)
    else tell(event)
  }

  /** What one switch says of an extension holds for the centre only together with what the others say. */
  function tellMerged(
    event: Extract<PbxEvent, { readonly kind: 'extensionChanged' | 'phoneUnregistered' }>,
  ): void {
    const merged = snapshot()?.extensions.find(({ extension }) => extension === event.extension)
    if (merged === undefined) return
    const { extension, signedIn, pausedReason, registered } = merged
    if (event.kind === 'extensionChanged') {
      tell({ kind: 'extensionChanged', atMs: event.atMs, extension, signedIn, pausedReason })
    } else if (!registered) tell(event)
  }

  function tellMember(event: Extract<PbxEvent, { readonly kind: 'memberPauseChanged' }>): void {
    const queue = snapshot()?.queues.find(({ id }) => id === event.queueId)
    const member = queue?.members.find(({ extension }) => extension === event.extension)
    if (member !== undefined) tell({ ...event, pausedReason: member.pausedReason })
  }

  return {
    attach(attached) {
      nodes = attached
    },
    hear,
    listen(onEvent) {
      listeners.add(onEvent)
      // Whoever comes later is told first what the others know.
      const whole = snapshot()
      if (isUp) onEvent({ kind: 'linkUp', atMs: whole?.atMs ?? clock.nowMs() })
      // A switch that refuses at once may have done so before anybody listened, and is not told of again.
      else if (lastDown !== null) onEvent(lastDown)
      if (whole !== null) onEvent(whole)
      return () => {
        listeners.delete(onEvent)
      }
    },
    async execute(command) {
      const answers = await Promise.all(nodes.map((node) => node.execute(command)))
      const failures = answers.filter((answer) => !answer.ok)
      // A phone lives on the switches that know it; all others may say that they do not.
      const real = failures.filter((answer) => answer.failure.code !== 'not-found')
      if (real[0] !== undefined) return real[0]
      return failures.length === answers.length ? (failures[0] ?? failed('switch-away')) : done(null)
    },
    async changeRoster(command) {
      const holders = nodes.filter((node) => node.holds(command.queueId))
      if (holders.length === 0) return failed('not-found', command.queueId)
      const able = holders.filter((node) => node.knows(command.extension))
      if (able.length === 0) return failed('wrong-state', command.extension)
      const answers = await Promise.all(able.map((node) => node.changeRoster(command)))
      return answers.find((answer) => !answer.ok) ?? done(null)
    },
    reaches(extension) {
      const own = nodes.filter((node) => node.knows(extension))
      return own.length > 0 && own.every(({ state }) => state.kind === 'live')
    },
    tell,
    nameCall: (node, callId) => toCentreId(nodes.indexOf(node), callId),
    find(callId) {
      for (const [index, node] of nodes.entries()) {
        const prefix = count === 1 ? '' : `${index + 1}/`
        if (!callId.startsWith(prefix)) continue
        const localId = callId.slice(prefix.length) as CallId
        if (node.tracker?.state.calls.has(localId)) return { node, localId }
      }
      return null
    },
    get nodes() {
      return nodes
    },
    get drift() {
      return nodes.reduce(
        (sum, { drift }) => ({
          checks: sum.checks + drift.checks,
          differences: sum.differences + drift.differences,
        }),
        { checks: 0, differences: 0 },
      )
    },
    close: () => listeners.clear(),
  }
}

function mergeQueues(snapshots: readonly Snapshot[]): PbxQueue[] {
  const merged = new Map<string, PbxQueue>()
  const signedIn = new Set<string>()
  for (const { queues, extensions } of snapshots) {
    const here = new Set(extensions.filter((each) => each.signedIn).map(({ extension }) => extension))
    for (const queue of queues) {
      const members = new Map(merged.get(queue.id)?.members.map((each) => [each.extension, each]))
      for (const member of queue.members) {
        const before = signedIn.has(member.extension) ? members.get(member.extension) : undefined
        members.set(member.extension, mergeMember(before, member, here.has(member.extension)))
      }
      merged.set(queue.id, { ...queue, members: [...members.values()] })
    }
    for (const extension of here) signedIn.add(extension)
  }
  return [...merged.values()]
}

/** Paused only where every switch it is signed in at has it paused. */
function mergeMember(before: PbxMember | undefined, member: PbxMember, isSignedIn: boolean): PbxMember {
  if (before === undefined) return member
  const isPaused = before.pausedReason !== null && (member.pausedReason !== null || !isSignedIn)
  return { ...member, pausedReason: isPaused ? before.pausedReason : null }
}

/** Registered or signed in anywhere counts; paused only where every switch it is signed in at has it paused. */
function mergeExtensions(extensions: readonly PbxExtension[]): PbxExtension[] {
  const merged = new Map<string, PbxExtension>()
  for (const each of extensions) {
    const before = merged.get(each.extension)
    merged.set(each.extension, before === undefined ? each : mergeExtension(before, each))
  }
  return [...merged.values()]
}

function mergeExtension(one: PbxExtension, other: PbxExtension): PbxExtension {
  const registered = one.registered || other.registered
  const signed = [one, other].filter(({ signedIn }) => signedIn)
  const isPaused = signed.every(({ pausedReason }) => pausedReason !== null)
  return {
    ...one,
    registered,
    signedIn: signed.length > 0,
    pausedReason: isPaused ? (signed[0]?.pausedReason ?? null) : null,
  }
}
