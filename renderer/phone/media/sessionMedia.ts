/** Knows the sound of every session of this phone, and has its dialogue kept through lost sockets. */
import type { Session, SessionDescriptionHandler } from 'sip.js'
import { type CallMedia, type CallMediaParts, createCallMedia } from '#renderer/phone/media/callMedia'
import {
  createDialogueKeeper,
  type DialogueKeeper,
  type DialogueKeeperParts,
} from '#renderer/phone/sip/dialogueKeeper'

export interface SessionMedia extends Pick<DialogueKeeper, 'noteLink' | 'networkChanged'> {
  /** For no session yet; `attach` gives it one. */
  make(on: Omit<CallMediaParts, 'iceServers'>): CallMedia
  attach(session: Session, media: CallMedia): void
  create(session: Session, on: Omit<CallMediaParts, 'iceServers'>): CallMedia
  /** What the SIP library asks for descriptions. */
  handlerOf(session: Session): SessionDescriptionHandler
}

export interface SessionMediaParts extends DialogueKeeperParts {
  readonly iceServers: readonly RTCIceServer[]
}

export function createSessionMedia(parts: SessionMediaParts): SessionMedia {
  const all = new WeakMap<Session, CallMedia>()
  const { keep, noteLink, networkChanged } = createDialogueKeeper(parts)
  const make: SessionMedia['make'] = (on) => createCallMedia({ iceServers: parts.iceServers, ...on })
  const attach: SessionMedia['attach'] = (session, media) => {
    all.set(session, media)
    keep(session, media)
  }
  return {
    noteLink,
    networkChanged,
    make,
    attach,
    create(session, on) {
      const media = make(on)
      attach(session, media)
      return media
    },
    handlerOf(session) {
      const media = all.get(session)
      if (media === undefined) throw new Error('A session without media')
      return media.handler
    },
  }
}
