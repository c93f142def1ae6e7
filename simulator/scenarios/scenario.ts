/** The schema of a scenario: everything a practice day is made of, as a data file. */
import { z } from 'zod'
import { QueueId } from '#contract/ids'
import { QueueStrategy } from '#contract/queue'
import { Disposition, Label } from '#contract/reason'

const Ms = z.number().int().nonnegative()
const Extension = z.string().regex(/^\d{2,8}$/, 'an extension is 2 to 8 digits')
const Digits = z.string().regex(/^\+?\d{3,15}$/, 'a number is 3 to 15 digits, with + when international')
const Part = z.number().min(0).max(1)

/** A range in milliseconds; every value in it is equally likely. */
const Range = z
  .tuple([Ms, Ms])
  .refine(([from, to]) => from <= to, 'the first value of a range is its smaller one')

/** A log-normal length of time, cut to `minMs`…`maxMs`; `sigma` 0 is always the median. */
export const Length = z.strictObject({
  medianMs: Ms,
  sigma: z.number().min(0).max(3),
  minMs: Ms,
  maxMs: Ms,
})
export type Length = z.infer<typeof Length>

const Member = z.strictObject({
  extension: Extension,
  penalty: z.number().int().nonnegative().default(0),
})

const ScenarioQueue = z.strictObject({
  id: QueueId,
  /** The number agents transfer to. */
  number: z.string().regex(/^\d{2,8}$/),
  name: z.string().min(1).max(80),
  /** Its name in each language. */
  label: Label.optional(),
  strategy: QueueStrategy,
  ringTimeoutMs: Ms.default(20_000),
  retryMs: Ms.default(2_000),
  wrapUpMs: Ms.default(30_000),
  /** null for no limit. */
  maxWaitMs: Ms.nullable().default(null),
  serviceLevelMs: Ms.default(20_000),
  /** What callers of this queue want, and so say: names of folders' voices. */
  reasons: z.array(z.enum(['order-late', 'invoice', 'purchase', 'fault'])).min(1),
  dispositions: z.array(Disposition),
  members: z.array(Member),
})

/** A phone of the centre. `desk`: a person registers it. `colleague`: simulated, always registered. */
const ScenarioExtension = z.strictObject({
  extension: Extension,
  name: z.string().min(1).max(80),
  kind: z.enum(['desk', 'colleague']),
})

/** A number callers dial, and the queue behind it. */
const ScenarioLine = z.strictObject({ number: Digits, queueId: QueueId })

const Arrivals = z.strictObject({
  /** The dialled number. */
  line: Digits,
  /** From this local time on, this many callers an hour; the last entry lasts until the first of the next day. */
  rates: z
    .array(
      z.strictObject({
        from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
        perHour: z.number().min(0).max(10_000),
      }),
    )
    .min(1),
  /** Callers in the first 20 s, so that the floor is busy when the first person looks at it. */
  atStart: z.number().int().min(0).max(50).default(0),
})

/** Callers brought to a learner: one soon after the phone becomes available, then at a steady pace. */
const Practice = z.strictObject({
  extensions: z.array(Extension).min(1),
  line: Digits,
  firstAfterMs: Range,
  nextAfterMs: Range,
  /** After an offer the learner did not take. */
  afterMissedMs: Range,
  patience: Length,
})

const Colleagues = z.strictObject({
  answerAfterMs: Range,
  ignoresPart: Part,
  declinesPart: Part,
  holdsPart: Part,
  holdMs: Range,
  /** Sends the caller to another queue or colleague; consults the colleague first. */
  transfersPart: Part,
  consultsPart: Part,
  /** The longest a colleague talks before ending the call. */
  talk: Length,
  wrapUpMs: Range,
  /** Mean time between two pauses of one colleague; null for none. */
  pauseEveryMs: Ms.nullable(),
  /** At most this many colleagues are in a pause at once. */
  pausedAtOnce: z.number().int().min(0).max(100),
})

const Callers = z.strictObject({
  /** Parts of callers who are not in the customer book, and who hide their number. */
  unknownPart: Part,
  withheldPart: Part,
  /** Part of callers who wait until the agent hangs up. */
  staysOnPart: Part,
  patience: Length,
  talk: Length,
})

export const Scenario = z
  .strictObject({
    name: z.string().min(1).max(80),
    description: z.string().min(1).max(400),
    /** Minutes the local time of the centre is ahead of UTC. */
    utcOffsetMinutes: z.number().int().min(-720).max(840),
    /** The floor has been at work this long when it is first seen: callers wait, people talk and rest. */
    beganMs: Ms.max(3_600_000).default(0),
    /** The customers who call; the practice cache is filled from the same book. */
    book: z.strictObject({ seed: z.number().int(), size: z.number().int().min(1).max(5_000_000) }),
    queues: z.array(ScenarioQueue).min(1),
    extensions: z.array(ScenarioExtension).min(1),
    lines: z.array(ScenarioLine).min(1),
    callers: Callers,
    colleagues: Colleagues,
    arrivals: z.array(Arrivals),
    practice: Practice.nullable(),
  })
  .superRefine(checkNames)
export type Scenario = z.infer<typeof Scenario>

interface Named {
  readonly queues: readonly {
    readonly id: string
    readonly members: readonly { readonly extension: string }[]
  }[]
  readonly extensions: readonly { readonly extension: string }[]
  readonly lines: readonly { readonly number: string; readonly queueId: string }[]
  readonly arrivals: readonly { readonly line: string }[]
  readonly practice: { readonly line: string; readonly extensions: readonly string[] } | null
}

/** Every name that is used must be one that is given. */
function checkNames(scenario: Named, context: z.RefinementCtx): void {
  const queues = new Set(scenario.queues.map((queue) => queue.id))
  const extensions = new Set(scenario.extensions.map((each) => each.extension))
  const lines = new Set(scenario.lines.map((line) => line.number))
  const check = (known: ReadonlySet<string>, name: string, path: (string | number)[]) => {
    if (!known.has(name))
      context.addIssue({ code: 'custom', path, message: `nothing here is called ${name}` })
  }
  scenario.queues.forEach((queue, q) => {
    queue.members.forEach((each, m) => {
      check(extensions, each.extension, ['queues', q, 'members', m, 'extension'])
    })
  })
  scenario.lines.forEach((line, l) => {
    check(queues, line.queueId, ['lines', l, 'queueId'])
  })
  scenario.arrivals.forEach((each, a) => {
    check(lines, each.line, ['arrivals', a, 'line'])
  })
  if (scenario.practice === null) return
  check(lines, scenario.practice.line, ['practice', 'line'])
  scenario.practice.extensions.forEach((each, e) => {
    check(extensions, each, ['practice', 'extensions', e])
  })
}
