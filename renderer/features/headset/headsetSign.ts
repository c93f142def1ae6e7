/** The one word said of the headsets where they are not the subject. Pure. */
import type { Headset } from '#contract/headset'
import type { HeadsetModel } from '#renderer/state/deskModel'

/** `noDriver`: none can be listed; whether there is one at all is not known. */
export type HeadsetSign = 'testing' | 'noDriver' | 'elsewhere' | 'trouble' | 'ready' | 'muteOnly' | 'off'

/** null when there is nothing to say: no headset with buttons is plugged in. */
export function toHeadsetSign({ desk }: HeadsetModel): HeadsetSign | null {
  if (desk === null) return null
  if (desk.testing !== null) return 'testing'
  if (desk.failure !== null) return 'noDriver'
  const active = desk.headsets.find((each) => each.active)
  if (active !== undefined) return toActiveSign(active)
  const wanted = desk.headsets.filter((each) => each.enabled)
  if (wanted.some((each) => each.failure !== null)) return 'trouble'
  return desk.headsets.length > 0 && wanted.length === 0 ? 'off' : null
}

function toActiveSign(headset: Headset): HeadsetSign {
  if (headset.inUseElsewhere !== null) return 'elsewhere'
  if (headset.failure !== null) return 'trouble'
  return headset.capability === 'callControl' ? 'ready' : 'muteOnly'
}
