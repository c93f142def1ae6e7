/** Chooses the headset that follows the calls: the chosen microphone's, else the one in use, else the best there is. */
import type { HeadsetKey } from '#contract/headset'
import type { HeadsetEntry } from '#native/service/headsetEntries'
import { matchMicrophone } from '#native/service/microphoneMatch'

/** null when none is open. `current` is kept as long as nothing speaks for another. */
export function chooseActive(
  entries: readonly HeadsetEntry[],
  microphone: string | null,
  current: HeadsetKey | null,
): HeadsetKey | null {
  const open = entries.filter((entry) => entry.session !== null)
  const groups = open.map((entry) => entry.group)
  const matched = microphone === null ? null : matchMicrophone(microphone, groups)
  if (matched !== null) return matched.key
  const kept = open.find((entry) => entry.group.key === current)
  const best = open.find((entry) => entry.capability === 'callControl') ?? open[0]
  const isKept =
    kept !== undefined && (kept.capability === 'callControl' || best?.capability !== 'callControl')
  return (isKept ? kept : best)?.group.key ?? null
}
