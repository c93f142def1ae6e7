/** Decides whether a desk takes a version, and when it may be put in: pure, so that every rule can be read and tried. */
import { gt, lt, valid } from 'semver'
import type { SiteSettings } from '#contract/siteSettings'
import type { Manifest } from '#main/updates/manifest'

export interface UpdateFacts {
  /** The version that runs. */
  readonly current: string
  readonly manifest: Pick<Manifest, 'version' | 'stagingPercentage' | 'najva'>
  readonly site: SiteSettings['updates']
  /** This desk's place among all, from 0 up to but not 1: below the share of a staged release it takes part. */
  readonly place: number
  /** When this desk first heard of the version. */
  readonly firstHeardAtMs: number
  /** When it was last put in, or fetched and found not to be what was promised; null for never. */
  readonly lastTriedAtMs: number | null
  /** How often putting it in did not change the version. */
  readonly timesStuck: number
  readonly nowMs: number
}

export type UpdateVerdict =
  /** There is nothing newer. */
  | { readonly kind: 'none' }
  /** Newer, but taken back by whoever released it. */
  | { readonly kind: 'withdrawn' }
  /** Not for this desk yet, as the release is staged. */
  | { readonly kind: 'staged' }
  /** The site lets new versions wait. */
  | { readonly kind: 'deferred'; readonly untilMs: number }
  /** It came to nothing lately: at most one try a day. */
  | { readonly kind: 'resting'; readonly untilMs: number }
  /** Put in three times in vain: a person has to look. */
  | { readonly kind: 'stuck' }
  /** `isOverdue`: older than the site allows, so that neither deferral nor stage hold it back. */
  | { readonly kind: 'take'; readonly isOverdue: boolean }

export const dayMs = 86_400_000

/** After so many times in vain it is not tried again by itself. */
export const mostTries = 3

export function decideUpdate(facts: UpdateFacts): UpdateVerdict {
  const { current, manifest, site, nowMs } = facts
  const { version } = manifest
  if (!gt(version, current)) return { kind: 'none' }
  if (manifest.najva.withdrawn.includes(version)) return { kind: 'withdrawn' }
  if (facts.timesStuck >= mostTries) return { kind: 'stuck' }
  const restsUntilMs = facts.lastTriedAtMs === null ? 0 : facts.lastTriedAtMs + dayMs
  if (restsUntilMs > nowMs) return { kind: 'resting', untilMs: restsUntilMs }
  if (isTooOld(current, site.minimumVersion)) return { kind: 'take', isOverdue: true }
  if (facts.place >= (manifest.stagingPercentage ?? 100) / 100) return { kind: 'staged' }
  const untilMs = facts.firstHeardAtMs + site.deferralDays * dayMs
  return untilMs > nowMs ? { kind: 'deferred', untilMs } : { kind: 'take', isOverdue: false }
}

/** Whether the site asks for more than what runs; an empty or broken minimum asks for nothing. */
export function isTooOld(current: string, minimum: string): boolean {
  return valid(minimum) !== null && lt(current, minimum)
}

/** What a person at a desk is doing that a restart would spoil. */
export interface Activity {
  /** A call at this desk in any state, ringing or on hold too. */
  readonly isInCall: boolean
  readonly isInWrapUp: boolean
  /** Available in at least one queue: the next caller may come at any moment. */
  readonly isAvailable: boolean
}

/** Why a version may not be put in now; null when it may. */
export function findHindrance(activity: Activity): 'call' | 'wrap-up' | 'available' | null {
  if (activity.isInCall) return 'call'
  if (activity.isInWrapUp) return 'wrap-up'
  return activity.isAvailable ? 'available' : null
}
