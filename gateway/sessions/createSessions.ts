/** Who is signed in at which desk: sign-in, resume, take-over, sign-out, and the grace of a lost connection. */
import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { ChosenStatus } from '#contract/agent'
import { type Answer, done, type Failure, failed, toFailure } from '#contract/failure'
import type { AgentId } from '#contract/ids'
import type { PbxLink } from '#contract/pbx'
import type { SignedIn, SipCredentials } from '#contract/session'
import type { Clock } from '#contract/time'
import { withinTime } from '#gateway/commands/withinTime'
import type { Lanes } from '#gateway/lanes'
import type { LiveCentre } from '#gateway/liveStream/liveCentre'
import type { Person } from '#gateway/model/createFloor'
import type { Seat } from '#gateway/model/floor'
import { type Absences, createAbsences } from '#gateway/sessions/absences'
import { createLockOut } from '#gateway/sessions/lockOut'
import { createDecoyHash, verifyPassword } from '#gateway/sessions/password'
import type { StoredPerson } from '#gateway/store/createStore'

/** One connection of a desk. It has a session from sign-in or resume until that session is over or moves away. */
export interface Desk {
  session: DeskSession | null
  /** Who was signed in on it last, and is no more; absent while somebody is, or nobody ever was. */
  former?: AgentId
  isOpen: boolean
}

export interface DeskSession {
  readonly person: Person
  readonly sip: SipCredentials
  readonly tokenHash: string
  /** null while no connection carries it. */
  desk: Desk | null
  /** Why it is over; null while it lasts. */
  ended: Failure | null
  readonly onEnded: Set<() => void>
}

export interface Sessions {
  signIn(desk: Desk, user: string, password: string): Promise<Answer<SignedIn>>
  resume(desk: Desk, token: string): Answer<SignedIn>
  signOut(desk: Desk): Answer<null>
  /** Ends a person's session wherever their desk is, and signs them out of the floor. */
  signOutPerson(agentId: AgentId): void
  /** The connection is gone; the session waits for a resume. */
  drop(desk: Desk): void
  close(): void
}

export interface SessionsOptions {
  readonly people: readonly StoredPerson[]
  readonly centre: LiveCentre
  readonly pbx: PbxLink
  readonly lanes: Lanes
  readonly clock: Clock
  readonly statusAtSignIn: ChosenStatus
  /** 256 bits of randomness in base64url. */
  readonly newToken: () => string
  /** A desk has signed a person in, not resumed; `before` is how their seat was until then. */
  readonly onSignedIn?: (agentId: AgentId, before: Seat['kind']) => void
  /** A sign-in is over, by signing out, running out or another desk; not by a lost connection. */
  readonly onOver?: (agentId: AgentId) => void
  readonly log: Logger
}

/** PbxLink settles within 5 s; this is for one that does not. */
const credentialsTimeoutMs = 5000
/** Tokens of sessions that are over, remembered so that a desk is told why. */
const maxEndedTokens = 10_000

export function createSessions(options: SessionsOptions): Sessions {
  const { people, centre, pbx, lanes, clock, statusAtSignIn, newToken, onSignedIn, onOver, log } = options
  // Someone unknown costs the same time as someone known, so that names cannot be found out.
  const nobodysHash = createDecoyHash()
  const byName = new Map(people.map((person) => [person.userName.toLowerCase(), person]))
  const lockOut = createLockOut(clock)
  const byAgent = new Map<AgentId, DeskSession>()
  const byToken = new Map<string, DeskSession>()
  const endedTokens = new Map<string, Failure>()
  const absences: Absences = createAbsences(clock, {
    onVanished: (agentId) => centre.tell({ kind: 'deskVanished', agentId, atMs: clock.nowMs() }),
    onExpired: expire,
  })
  // Desks that were here before a restart have their grace to come back.
  for (const [agentId, seat] of centre.floor.seats) if (seat.kind !== 'signedOut') absences.begin(agentId)

  async function check(user: string, password: string): Promise<Answer<StoredPerson>> {
    const waitMs = lockOut.attempt(user)
    if (waitMs > 0) return failed('too-many-attempts', null, waitMs)
    const person = byName.get(user.toLowerCase())
    const isRight = await verifyPassword(password, person?.passwordHash ?? nobodysHash)
    if (!isRight || person === undefined) return failed('wrong-password')
    lockOut.succeed(user)
    return done(person)
  }

  async function open(desk: Desk, person: StoredPerson): Promise<Answer<SignedIn>> {
    const sip = await withinTime(pbx.issueCredentials(person.extension), credentialsTimeoutMs, clock)
    if (!sip.ok) return sip
    if (!desk.isOpen) return failed('gateway-away')
    const token = newToken()
    leave(desk, person.id)
    const before = byAgent.get(person.id)
    if (before !== undefined) end(before, toFailure('signed-in-elsewhere'))
    const session: DeskSession = {
      person,
      sip: { ...sip.value, reconnectSpreadMs: toReconnectSpreadMs(byName.size) },
      tokenHash: toHash(token),
      desk: null,
      ended: null,
      onEnded: new Set(),
    }
    byAgent.set(person.id, session)
    byToken.set(session.tokenHash, session)
    const seatBefore = centre.floor.seats.get(person.id)?.kind ?? 'signedOut'
    seat(desk, session)
    onSignedIn?.(person.id, seatBefore)
    log.info({ agentId: person.id }, 'signed in')
    return done(toSignedIn(session, token))
  }

  /** A desk that signs another person in signs the one before out. */
  function leave(desk: Desk, newcomer: AgentId): void {
    if (desk.session !== null && desk.session.person.id !== newcomer) signOut(desk)
  }

  function seat(desk: Desk, session: DeskSession): void {
    const previous = session.desk
    if (previous !== null && previous !== desk) previous.session = null
    session.desk = desk
    desk.session = session
    // Streams of the connection it moved away from look up and find themselves cut off.
    for (const listener of session.onEnded) listener()
    const agentId = session.person.id
    absences.end(agentId)
    centre.tell({ kind: 'deskArrived', agentId, status: statusAtSignIn, atMs: clock.nowMs() })
  }

  function end(session: DeskSession, failure: Failure): void {
    session.ended = failure
    if (session.desk !== null) {
      session.desk.session = null
      session.desk.former = session.person.id
    }
    session.desk = null
    byToken.delete(session.tokenHash)
    if (byAgent.get(session.person.id) === session) byAgent.delete(session.person.id)
    endedTokens.set(session.tokenHash, failure)
    const oldest = endedTokens.keys().next()
    if (endedTokens.size > maxEndedTokens && oldest.done !== true) endedTokens.delete(oldest.value)
    for (const listener of session.onEnded) listener()
    onOver?.(session.person.id)
    log.info({ agentId: session.person.id, code: failure.code }, 'session ended')
  }

  function expire(agentId: AgentId): void {
    const session = byAgent.get(agentId)
    if (session !== undefined) end(session, toFailure('signed-out'))
    centre.tell({ kind: 'deskSignedOut', agentId, atMs: clock.nowMs() })
  }

  function signOut(desk: Desk): Answer<null> {
    const { session } = desk
    if (session === null) return failed('signed-out')
    end(session, toFailure('signed-out'))
    centre.tell({ kind: 'deskSignedOut', agentId: session.person.id, atMs: clock.nowMs() })
    return done(null)
  }

  function toSignedIn({ person, sip }: DeskSession, token: string): SignedIn {
    const { id, userName, name, role, extension } = person
    const practice = pbx.kind === 'practice'
    return { session: { agentId: id, userName, name, role, extension, practice }, token, sip }
  }

  return {
    async signIn(desk, user, password) {
      const checked = await check(user, password)
      if (!checked.ok) {
        log.info({ code: checked.failure.code }, 'sign-in refused')
        return checked
      }
      const person = checked.value
      // Credentials replace each other in the PBX, so two desks of one person take turns.
      return lanes.run(`sign-in ${person.id}`, () => open(desk, person))
    },
    resume(desk, token) {
      const session = byToken.get(toHash(token))
      if (session === undefined) {
        return { ok: false, failure: endedTokens.get(toHash(token)) ?? toFailure('signed-out') }
      }
      leave(desk, session.person.id)
      seat(desk, session)
      return done(toSignedIn(session, token))
    },
    signOut,
    signOutPerson(agentId) {
      absences.end(agentId)
      expire(agentId)
    },
    drop(desk) {
      desk.isOpen = false
      const { session } = desk
      if (session === null) return
      desk.session = null
      session.desk = null
      absences.begin(session.person.id)
    },
    close: () => absences.close(),
  }
}

function toHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Per phone of the floor: at 500 phones no second sees more than a tenth of them. */
const spreadPerPhoneMs = 60
const longestSpreadMs = 600_000

/** How long a floor of so many people takes to register again. */
function toReconnectSpreadMs(people: number): number {
  return Math.min(longestSpreadMs, people * spreadPerPhoneMs)
}
