/** What the program around the page and the page tell each other: what is asked outside its window, and how its phone is. */
import { z } from 'zod'
import { ChosenStatus } from '#contract/agent'
import { PopOutCall, PopOutPress } from '#contract/popOut'

/** `+` and up to 15 digits (ITU-T E.164), or 2 to 15 digits as they are dialled in the country or the centre. */
export const LinkNumber = z.string().regex(/^(\+[1-9][0-9]{3,14}|[0-9]{2,15})$/)

/** What a person asked outside the page, or another program asked for them. Nothing has happened yet. */
export const ShellWish = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('call'),
    number: LinkNumber,
    /** `;ext=` of the link (RFC 3966, 3): to be told to whoever answers; null for none. */
    extension: z
      .string()
      .regex(/^[0-9]{1,10}$/)
      .nullable(),
    /** Whether the person is to be asked first: always, unless the site trusts its other programs. */
    asksFirst: z.boolean(),
    /** The person marked the number themselves; absent for a link of another program. */
    isMarked: z.literal(true).optional(),
  }),
  z.object({ kind: z.literal('answer') }),
  z.object({ kind: z.literal('decline') }),
  z.object({ kind: z.literal('hangUp') }),
  z.object({ kind: z.literal('toggleMute') }),
  /** Pressed on the pop-out card for the call it showed, which may be over by now. */
  z.object({ kind: z.literal('press'), sipCallId: PopOutCall.shape.sipCallId, press: PopOutPress }),
  z.object({ kind: z.literal('status'), status: ChosenStatus }),
  z.object({ kind: z.literal('signOut') }),
  /** The keys for calling what is marked were pressed, and no number is marked. */
  z.object({ kind: z.literal('noNumber') }),
  /** The machine goes to sleep: in a call it is gone for the other side from now on. */
  z.object({ kind: z.literal('sleeps') }),
  /** The page ended by itself and was begun again. */
  z.object({ kind: z.literal('pageCrashed') }),
  /** The machine woke, or its screen was unlocked: connections may be dead without knowing. */
  z.object({ kind: z.literal('woke') }),
])
export type ShellWish = z.infer<typeof ShellWish>

/** How the page's phone is, for what is shown outside its window. */
export const PhoneSign = z.object({
  state: z.enum(['idle', 'ringing', 'inCall']),
  /** Name or number of who rings; null for nobody, or withheld. */
  who: z.string().max(200).nullable(),
  isMuted: z.boolean(),
})
export type PhoneSign = z.infer<typeof PhoneSign>

export const idlePhone: PhoneSign = { state: 'idle', who: null, isMuted: false }
