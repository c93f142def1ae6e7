/**
 * Voicemail as the practice centre has it: parties outside at numbers of their own. `*` and an extension takes a message,
 * from whoever dials it and from a caller who is sent there; `*97` plays the dialler's own.
 */
import type { CallId } from '#contract/ids'
import type { PbxEvent } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { PersonVoice } from '#simulator/people/personVoice'
import type { FloorInput } from '#simulator/queue/floorStep'
import { frameMs } from '#simulator/telephony'
import type { Mailboxes } from '#simulator/voicemail/mailboxes'
import {
  createMessagePlayer,
  createMessageTaker,
  type MessageTaker,
  speakAlone,
} from '#simulator/voicemail/mailboxVoices'

export const ownMailbox = '*97'
export const mailboxPattern = '*{extension}'

export interface PracticeVoicemail {
  /** Who answers at this number, for somebody who dials it; null where it is no mailbox of anybody. */
  voiceAt(callId: CallId, number: string, dialler: string): PersonVoice | null
  /** Answers a call to one of its numbers; false for any other number. `isSent`: a caller who is sent there. */
  dial(callId: CallId, number: string, isSent: boolean): boolean
  handleEvent(event: PbxEvent): void
  close(): void
}

export interface PracticeVoicemailOptions {
  readonly mailboxes: Mailboxes
  readonly clock: Clock
  hasExtension(extension: string): boolean
  /** The person outside of a call, as they would begin to speak; null for nobody. */
  callerVoice(callId: CallId): PersonVoice | null
  submit(input: Extract<FloorInput, { kind: `outside${string}` }>): void
}

/** As long as a switch takes to answer by itself. */
const answerAfterMs = 200

export function createPracticeVoicemail(options: PracticeVoicemailOptions): PracticeVoicemail {
  const { mailboxes, clock, submit } = options
  const taking = new Map<CallId, { readonly extension: string; readonly taker: MessageTaker }>()
  const sent = new Map<CallId, { readonly extension: string; readonly voice: PersonVoice | null }>()
  const timers = new Set<() => void>()

  const after = (delayMs: number, task: () => void) => {
    const cancel = clock.after(delayMs, () => {
      timers.delete(cancel)
      task()
    })
    timers.add(cancel)
  }
  const ownerOf = (number: string): string | null => {
    const extension = number.startsWith('*') ? number.slice(1) : ''
    return options.hasExtension(extension) ? extension : null
  }
  const leave = (callId: CallId) => submit({ kind: 'outsideLeaves', callId })

  return {
    voiceAt(callId, number, dialler) {
      // From within the sound's own turn nothing is told to the floor.
      const hangUp = () => after(0, () => leave(callId))
      if (number === ownMailbox) {
        const markHeard: Parameters<typeof createMessagePlayer>[1] = (message) =>
          mailboxes.markHeard(dialler, message)
        return createMessagePlayer(mailboxes.listen(dialler), markHeard, hangUp)
      }
      const extension = ownerOf(number)
      if (extension === null) return null
      const taker = createMessageTaker(hangUp)
      taking.set(callId, { extension, taker })
      return taker
    },
    dial(callId, number, isSent) {
      if (!number.startsWith('*')) return false
      const extension = ownerOf(number)
      // A caller has no mailbox of their own to listen to.
      const isReached = isSent ? extension !== null : extension !== null || number === ownMailbox
      if (isSent && extension !== null) sent.set(callId, { extension, voice: options.callerVoice(callId) })
      after(answerAfterMs, () =>
        submit(
          isReached ? { kind: 'outsideAnswers', callId } : { kind: 'outsideRefuses', callId, sipStatus: 404 },
        ),
      )
      return true
    },
    handleEvent(event) {
      if (event.kind !== 'callEnded') return
      const { callId, end } = event
      const took = taking.get(callId)
      taking.delete(callId)
      if (took !== undefined) mailboxes.leave(took.extension, took.taker.said)
      const gone = sent.get(callId)
      sent.delete(callId)
      if (gone === undefined || gone.voice === null || end !== 'transferred') return
      // The caller speaks to the machine now; the message is there when they have said it.
      const said = speakAlone(gone.voice)
      after(said.length * frameMs, () => mailboxes.leave(gone.extension, said))
    },
    close() {
      for (const cancel of timers) cancel()
      timers.clear()
    },
  }
}
