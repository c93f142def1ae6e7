/**
 * The small card of the call that stands over other programs. Its page has no phone and no desk: it is told what to draw,
 * and may say which of its buttons was pressed for which call. The page with the phone judges the press.
 */
import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { EpochMs } from '#contract/time'

const line = z.string().max(200).nullable()

/** What the card shows of the call in focus. */
export const PopOutCall = z.object({
  /** SIP Call-ID: a press is for this call and no other. */
  sipCallId: z.string().min(1).max(512),
  state: z.enum(['ringing', 'dialling', 'connecting', 'talking', 'held']),
  /** Of the customer book, or as the telephone system says it; null when unknown. */
  name: line,
  /** null when withheld. */
  number: line,
  company: line,
  isVip: z.boolean(),
  /** The queue the caller came by; null outside queues. */
  queueName: line,
  /** When it began to ring or was answered, by this machine's clock. */
  sinceMs: EpochMs,
  isMuted: z.boolean(),
  /** A hold or its end is on its way: its button waits. */
  holdPending: z.boolean(),
})
export type PopOutCall = z.infer<typeof PopOutCall>

/** What can be pressed on the card for a call. `mute` and `hold` say how it is to be, so that a late press undoes nothing. */
export const PopOutPress = z.enum(['answer', 'decline', 'hangUp', 'mute', 'unmute', 'hold', 'resume'])
export type PopOutPress = z.infer<typeof PopOutPress>

/** When the card shows by itself: never, while the desk is not in front, or in every call. */
export const PopOutWhen = z.enum(['never', 'away', 'always'])
export type PopOutWhen = z.infer<typeof PopOutWhen>

/** All that the card's page is told. */
export const PopOutView = z.object({
  locale: z.enum(['en', 'fa']),
  theme: z.enum(['system', 'light', 'dark']),
  /** null without a call. */
  call: PopOutCall.nullable(),
})
export type PopOutView = z.infer<typeof PopOutView>

const nothing = z.null()

/** The one port of the card's page. */
export const popOutContract = {
  /** The view at once, and again at every change. */
  watch: oc.input(nothing).output(eventIterator(PopOutView)),
  /** Nothing has happened yet: the page with the phone does it, if the call is still there and can be. */
  press: oc
    .input(z.strictObject({ sipCallId: PopOutCall.shape.sipCallId, press: PopOutPress }))
    .output(nothing),
  /** Brings the desk's own window to the front. */
  showDesk: oc.input(nothing).output(nothing),
}

/** What the card's page calls; made by oRPC from the contract. */
export type PopOutClient = ContractRouterClient<typeof popOutContract>
