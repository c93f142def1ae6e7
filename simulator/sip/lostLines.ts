/**
 * Keeps the calls of phones whose socket is gone: their sound goes on, and the phone may come back to them over
 * another socket. What it left is hung up when it does not.
 */
import type { Clock } from '#contract/time'
import type { PhoneConnection } from '#simulator/sip/phoneConnection'
import type { PhoneLeg } from '#simulator/sip/phoneLeg'

export interface LostLines {
  /** Its socket is closed. */
  lose(connection: PhoneConnection): void
  /** One of its calls has gone on over another socket. */
  regain(connection: PhoneConnection): void
  /** A phone registered from this place: a page loaded anew has none of the calls of the one before. */
  noteRegistered(extension: string, place: string): void
  /** How many are waited for. */
  readonly count: number
  close(): void
}

export interface LostLinesOptions {
  readonly clock: Clock
  readonly legsOf: (connection: PhoneConnection) => readonly PhoneLeg[]
}

/** As long as a telephone system would wait for sound; who cares for the caller acts long before. */
const patienceMs = 60_000
/** Long enough for whoever cares for the caller to bring them to the new page, which ends the old leg. */
const replacedMs = 5_000

export function createLostLines({ clock, legsOf }: LostLinesOptions): LostLines {
  const waiting = new Map<PhoneConnection, () => void>()

  const regain = (connection: PhoneConnection) => {
    waiting.get(connection)?.()
    waiting.delete(connection)
  }
  const end = (connection: PhoneConnection) => {
    regain(connection)
    for (const leg of legsOf(connection)) leg.connectionLost()
    connection.dispose()
  }
  const waitFor = (connection: PhoneConnection, delayMs: number) => {
    regain(connection)
    waiting.set(
      connection,
      clock.after(delayMs, () => end(connection)),
    )
  }

  return {
    lose(connection) {
      for (const leg of legsOf(connection)) if (!leg.outlivesSocket) leg.connectionLost()
      if (legsOf(connection).length === 0) end(connection)
      else waitFor(connection, patienceMs)
    },
    regain,
    noteRegistered(extension, place) {
      for (const connection of [...waiting.keys()]) {
        const isReplaced = connection.proven?.extension === extension && connection.place !== place
        if (isReplaced) waitFor(connection, replacedMs)
      }
    },
    get count() {
      return waiting.size
    },
    close() {
      for (const connection of [...waiting.keys()]) end(connection)
    },
  }
}
