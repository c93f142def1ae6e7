/** What a person can set of the calls at their desk. */
import { z } from 'zod'
import { QueueId } from '#contract/ids'

/** When a call is answered without a click, with a beep; never while another one is up. */
export const AutoAnswer = z.object({
  /** Where the INVITE asks for it: `Call-Info: …;answer-after=0` or `Alert-Info: …;info=alert-autoanswer`. */
  whenAsked: z.boolean().default(false),
  /** Calls of these queues. */
  queues: z.array(QueueId).max(500).default([]),
})
export type AutoAnswer = z.infer<typeof AutoAnswer>

export const CallSettings = z.object({
  /** How many calls this phone holds at once; one more is told that it is busy. */
  lines: z.number().int().min(1).max(8).default(4),
  /** How digits travel: as events of the sound (RFC 4733), or as INFO (application/dtmf-relay) where a site needs it. */
  digits: z.enum(['rfc4733', 'info']).default('rfc4733'),
  /** Seconds until an outgoing call that nobody answers is taken back. */
  dialSeconds: z.number().int().min(10).max(180).default(60),
  /** Calls that come from no queue are told that this phone is busy; for queues the status says the same. */
  doNotDisturb: z.boolean().default(false),
  autoAnswer: AutoAnswer.prefault({}),
})
export type CallSettings = z.infer<typeof CallSettings>

export const defaultCallSettings: CallSettings = CallSettings.parse({})
