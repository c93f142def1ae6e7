/** Everybody's messages in the practice centre: what callers said, kept in memory until the centre closes, and bounded. */
import type { MessageCount } from '#contract/messageCount'
import { frameMs } from '#simulator/telephony'

export interface Message {
  /** 8 kHz mono, in frames of 20 ms. */
  readonly frames: readonly Int16Array[]
  isHeard: boolean
}

export interface Mailboxes {
  /** One too short to be a message is dropped, one too long cut. */
  leave(extension: string, frames: readonly Int16Array[]): void
  /** What somebody listening is played: the new ones, oldest first; the old ones where there is none. */
  listen(extension: string): readonly Message[]
  /** The message was heard to its end. */
  markHeard(extension: string, message: Message): void
  countOf(extension: string): MessageCount
}

export const longestMessageMs = 30_000
const shortestMessageMs = 500
/** A mailbox that is full forgets its oldest message, one that was heard before one that was not. */
export const mostMessages = 20

export function createMailboxes(onChange: (extension: string, count: MessageCount) => void): Mailboxes {
  const boxes = new Map<string, Message[]>()
  const countOf = (extension: string): MessageCount => {
    const messages = boxes.get(extension) ?? []
    const fresh = messages.filter(({ isHeard }) => !isHeard).length
    return { fresh, old: messages.length - fresh }
  }
  return {
    leave(extension, frames) {
      if (frames.length * frameMs < shortestMessageMs) return
      const kept = frames.slice(0, longestMessageMs / frameMs).map((frame) => frame.slice())
      const messages = [...(boxes.get(extension) ?? []), { frames: kept, isHeard: false }]
      if (messages.length > mostMessages) {
        const heard = messages.findIndex(({ isHeard }) => isHeard)
        messages.splice(Math.max(0, heard), 1)
      }
      boxes.set(extension, messages)
      onChange(extension, countOf(extension))
    },
    listen(extension) {
      const messages = boxes.get(extension) ?? []
      const fresh = messages.filter(({ isHeard }) => !isHeard)
      return fresh.length > 0 ? fresh : messages
    },
    markHeard(extension, message) {
      if (message.isHeard) return
      message.isHeard = true
      onChange(extension, countOf(extension))
    },
    countOf,
  }
}
