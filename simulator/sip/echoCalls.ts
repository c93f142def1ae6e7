/** The echo: a number that answers at once and says back what it hears. Above the seam only that it was called is told. */
import type { Conference, Frame, LegId } from '#simulator/telephony'

export interface EchoCalls {
  begin(legId: LegId): void
  end(legId: LegId): void
  close(): void
}

export function createEchoCalls(createConference: () => Conference): EchoCalls {
  const calls = new Map<LegId, Conference>()
  return {
    begin(legId) {
      const conference = createConference()
      let heard: Frame | null = null
      conference.addLeg(legId)
      conference.addPerson(
        'echo',
        {
          speak() {
            const said = heard
            heard = null
            return said
          },
        },
        {
          hear(frame) {
            heard = frame.slice()
          },
        },
      )
      calls.set(legId, conference)
    },
    end(legId) {
      calls.get(legId)?.close()
      calls.delete(legId)
    },
    close() {
      for (const conference of calls.values()) conference.close()
      calls.clear()
    },
  }
}
