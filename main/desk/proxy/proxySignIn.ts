/** Asks the person who they are at a proxy, and remembers it for that proxy and realm alone: in memory, or in a keychain if they say so. */
import { z } from 'zod'
import { type Answer, done, failed } from '#contract/failure'
import type { ProxyAnswer, ProxyQuestion } from '#contract/proxy'
import type { Clock } from '#contract/time'
import { createListeners } from '#main/desk/listeners'
import type { Log } from '#main/desk/log'
import type { ProxyCredentials } from '#main/desk/proxy/proxyRoute'
import type { ProxyChallenge } from '#main/desk/proxy/proxyRule'

/** Keeps a text where only this person's session can read it. */
export interface SecretBox {
  /** null for nothing kept, or not readable any more. */
  load(): Promise<string | null>
  /** Empty removes it. */
  save(text: string): Promise<void>
}

export interface ProxySignIn {
  /** The one question that is open; null for none. */
  readonly question: ProxyQuestion | null
  onQuestion(listener: () => void): () => void
  /** What is known for exactly this proxy, scheme and realm; null opens a question. `refused`: what it has just turned down. */
  find(challenge: ProxyChallenge, refused: ProxyCredentials | null): ProxyCredentials | null
  /** As `find`, and waits for the person; null when they would not say, or said it wrong three times. */
  wait(challenge: ProxyChallenge, refused: ProxyCredentials | null): Promise<ProxyCredentials | null>
  accepted(challenge: ProxyChallenge): void
  /** The person has signed in somewhere. */
  onSignedIn(listener: () => void): () => void
  /** `not-found` for a question that is no longer open. */
  answer(answer: ProxyAnswer): Answer<null>
  /** They would rather not: it is not asked again for a while. */
  dismiss(id: string): Answer<null>
  /** The person wants the network now: whoever is left alone is asked again at the next need. */
  askAgain(): void
  close(): void
}

export interface ProxySignInOptions {
  readonly clock: Clock
  readonly newId: () => string
  /** null where there is no keychain. */
  readonly box: SecretBox | null
  readonly log: Log
}

const mostTries = 3
/** A desk tries its connections again and again: whoever has closed the question is left alone meanwhile. */
const quietMs = 300_000
/** More than a machine ever has; a proxy that invents a realm for each question gets no further. */
const mostRealms = 20

interface Place {
  readonly challenge: ProxyChallenge
  credentials: ProxyCredentials | null
  isKept: boolean
  /** Wrong answers of the person since the proxy last took one. */
  wrong: number
  quietUntilMs: number
  readonly waiters: Set<(known: ProxyCredentials | null) => void>
}

export async function createProxySignIn(options: ProxySignInOptions): Promise<ProxySignIn> {
  const { clock, newId, box, log } = options
  const questions = createListeners()
  const signedIn = createListeners()
  const places = new Map<string, Place>()
  let open: { readonly place: Place; readonly question: ProxyQuestion } | null = null

  const placeOf = (challenge: ProxyChallenge): Place | null => {
    const key = toKey(challenge)
    const known = places.get(key)
    if (known !== undefined || places.size >= mostRealms) return known ?? null
    const place = {
      challenge,
      credentials: null,
      isKept: false,
      wrong: 0,
      quietUntilMs: 0,
      waiters: new Set<never>(),
    }
    places.set(key, place)
    return place
  }
  for (const [challenge, credentials] of parseKept((await box?.load()) ?? null)) {
    const place = placeOf(challenge)
    if (place !== null) Object.assign(place, { credentials, isKept: true })
  }
  const keep = (): void => {
    const kept = [...places.values()].filter((place) => place.isKept && place.credentials !== null)
    const text =
      kept.length === 0
        ? ''
        : JSON.stringify(kept.map(({ challenge, credentials }) => [challenge, credentials]))
    box?.save(text).catch((cause: unknown) => log.warn({ err: cause }, 'a sign-in to a proxy is not kept'))
  }
  const settle = (place: Place, known: ProxyCredentials | null): void => {
    for (const tell of [...place.waiters]) tell(known)
    place.waiters.clear()
  }
  const shut = (place: Place, known: ProxyCredentials | null): void => {
    if (open?.place === place) open = null
    settle(place, known)
    questions.tell()
    const next = [...places.values()].find((each) => each.waiters.size > 0 && each.credentials === null)
    if (next !== undefined) ask(next)
  }
  const ask = (place: Place): void => {
    if (open !== null) return
    const { challenge, wrong } = place
    const question = {
      id: newId(),
      proxy: new URL(challenge.proxy).host,
      realm: challenge.realm,
      wasWrong: wrong > 0,
      triesLeft: mostTries - wrong,
      isReadable: challenge.scheme === 'basic' && !challenge.proxy.startsWith('https:'),
      canKeep: box !== null,
    }
    open = { place, question }
    log.info({ what: challenge.scheme }, 'a proxy asks for a sign-in')
    questions.tell()
  }
  /** A kept one that is wrong is no answer of the person's, and is never sent twice: that locks accounts. */
  const turnDown = (place: Place, refused: ProxyCredentials): void => {
    if (!isSame(place.credentials, refused)) return
    place.credentials = null
    if (place.isKept) keep()
    else place.wrong += 1
    place.isKept = false
    if (place.wrong < mostTries) return
    place.wrong = 0
    place.quietUntilMs = clock.nowMs() + quietMs
    log.warn('a proxy has turned down three sign-ins')
  }
  const find = (place: Place | null, refused: ProxyCredentials | null): ProxyCredentials | null => {
    if (place === null) return null
    if (refused !== null) turnDown(place, refused)
    if (place.credentials === null && clock.nowMs() >= place.quietUntilMs) ask(place)
    return place.credentials
  }
  return {
    get question() {
      return open?.question ?? null
    },
    onQuestion: questions.on,
    onSignedIn: signedIn.on,
    find: (challenge, refused) => find(placeOf(challenge), refused),
    wait(challenge, refused) {
      const place = placeOf(challenge)
      const known = find(place, refused)
      if (known !== null || place === null || clock.nowMs() < place.quietUntilMs)
        return Promise.resolve(known)
      return new Promise((resolve) => place.waiters.add(resolve))
    },
    accepted(challenge) {
      const place = places.get(toKey(challenge))
      if (place !== undefined) place.wrong = 0
    },
    answer({ id, user, password, keep: wantsKept }) {
      if (open?.question.id !== id) return failed('not-found')
      const { place } = open
      place.credentials = { user, password }
      place.isKept = wantsKept && box !== null
      if (place.isKept) keep()
      shut(place, place.credentials)
      signedIn.tell()
      return done(null)
    },
    dismiss(id) {
      if (open?.question.id !== id) return failed('not-found')
      const { place } = open
      place.quietUntilMs = clock.nowMs() + quietMs
      shut(place, null)
      return done(null)
    },
    askAgain() {
      for (const place of places.values()) place.quietUntilMs = 0
    },
    close() {
      open = null
      for (const place of places.values()) settle(place, null)
    },
  }
}

function toKey({ proxy, scheme, realm }: ProxyChallenge): string {
  return JSON.stringify([proxy, scheme, realm])
}

function isSame(one: ProxyCredentials | null, other: ProxyCredentials): boolean {
  return one !== null && one.user === other.user && one.password === other.password
}

const Kept = z
  .array(
    z.tuple([
      z.object({
        proxy: z.url({ protocol: /^https?$/ }),
        scheme: z.enum(['basic', 'digest', 'ntlm', 'negotiate']),
        realm: z.string().max(200),
      }),
      z.object({ user: z.string(), password: z.string() }),
    ]),
  )
  .max(mostRealms)

/** Written by this program, in a box that only it opens; what does not fit is as good as nothing. */
function parseKept(text: string | null): readonly (readonly [ProxyChallenge, ProxyCredentials])[] {
  if (text === null || text === '') return []
  try {
    const kept = Kept.safeParse(JSON.parse(text))
    return kept.data ?? []
  } catch {
    return []
  }
}
