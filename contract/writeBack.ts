/** What waits at a desk to be written into the CRM, as the page shows it. */
import { z } from 'zod'
import { EpochMs } from '#contract/time'

/**
 * Why a record is not in the CRM yet.
 * - `next` it goes as soon as it can
 * - `behind` an earlier one of the same person goes first
 * - `cannot-write` the CRM takes no records from this desk
 * - the others are what the CRM, or the way to it, answered last (`main/crm/connector/crmAnswer`); `rejected` is for good
 */
export const WriteBackReason = z.enum([
  'next',
  'behind',
  'cannot-write',
  'unreachable',
  'timed-out',
  'refused',
  'busy',
  'nonsense',
  'misconfigured',
  'rejected',
])
export type WriteBackReason = z.infer<typeof WriteBackReason>

export const WriteBackEntry = z.object({
  activityId: z.uuid(),
  /** The person's name; null where only the number, or nothing, is known. */
  name: z.string().max(160).nullable(),
  number: z.string().max(32).nullable(),
  writtenAtMs: EpochMs,
  dispositionId: z.string().max(64).nullable(),
  /** The beginning of the note, in one line; empty where none was written. */
  note: z.string().max(200),
  /** `YYYY-MM-DD`; null for no follow-up. */
  followUpOn: z.iso.date().nullable(),
  reason: WriteBackReason,
  /** What the CRM said, in English, for a person who mends it; null where it said nothing. */
  detail: z.string().max(300).nullable(),
  /** When it is tried again; null where nothing is planned. */
  nextTryAtMs: EpochMs.nullable(),
})
export type WriteBackEntry = z.infer<typeof WriteBackEntry>

/** Told at each change: what was read before is old. */
export const WriteBackState = z.object({
  revision: z.number().int().nonnegative(),
  waiting: z.number().int().nonnegative(),
  /** Refused for good by the CRM; a person decides. */
  rejected: z.number().int().nonnegative(),
})
export type WriteBackState = z.infer<typeof WriteBackState>

export const noWriteBack: WriteBackState = { revision: 0, waiting: 0, rejected: 0 }

/** Most records the page lists at once: the refused ones first, then the oldest. */
export const mostListed = 200

/** A file for the person to keep, made by main because only main has the whole records. */
export const SavedFile = z.object({
  name: z.string().max(120),
  mediaType: z.string().max(80),
  text: z.string(),
})
export type SavedFile = z.infer<typeof SavedFile>
