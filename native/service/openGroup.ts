/** Opens a device as one connection, however many paths the system gave it. */
import type { ReportLayout } from '#native/descriptor/reportLayout'
import { pages, toUsage } from '#native/descriptor/usage'
import type { HidGroup } from '#native/service/groupPaths'
import { type HeadsetTransport, type HidAnswer, type HidConnection, hidFailure } from '#native/transport'

/** All telephony paths are opened, or none: a half-open headset would be a puzzle. */
export async function openGroup(
  transport: HeadsetTransport,
  group: HidGroup,
  layout: ReportLayout,
): Promise<HidAnswer<HidConnection>> {
  const opened = new Map<string, HidConnection>()
  for (const path of pathsToOpen(group)) {
    const answer = await transport.open(path)
    if (!answer.ok) {
      await Promise.all([...opened.values()].map((each) => each.close()))
      return answer
    }
    opened.set(path, answer.value)
  }
  const [only] = opened.values()
  if (only === undefined) return hidFailure('gone', 'no path to open')
  return { ok: true, value: opened.size === 1 ? only : join(group, layout, opened) }
}

function pathsToOpen(group: HidGroup): Set<string> {
  const telephony = group.paths.filter((each) => each.usagePage === pages.telephony)
  return new Set((telephony.length > 0 ? telephony : group.paths).map((each) => each.path))
}

function join(
  group: HidGroup,
  layout: ReportLayout,
  opened: ReadonlyMap<string, HidConnection>,
): HidConnection {
  const all = [...opened.values()]
  /** A report can be written only to the path of the collection that declares it. */
  const carrier = (direction: 'output' | 'feature', reportId: number): HidConnection | undefined => {
    const field = layout.fields.find((each) => each.direction === direction && each.reportId === reportId)
    const path = group.paths.find((each) => toUsage(each.usagePage, each.usage) === field?.collection)
    return opened.get(path?.path ?? '') ?? all[0]
  }
  const none = async () => hidFailure('gone', 'no path carries this report')
  return {
    onReport: (listener) => joinEnds(all.map((each) => each.onReport(listener))),
    onGone(listener) {
      let told = false
      const tellOnce = (detail: string) => {
        if (told) return
        told = true
        listener(detail)
      }
      return joinEnds(all.map((each) => each.onGone(tellOnce)))
    },
    write: (bytes) => carrier('output', bytes[0] ?? 0)?.write(bytes) ?? none(),
    sendFeature: (bytes) => carrier('feature', bytes[0] ?? 0)?.sendFeature(bytes) ?? none(),
    async close() {
      await Promise.all(all.map((each) => each.close()))
    },
  }
}

function joinEnds(ends: readonly (() => void)[]): () => void {
  return () => {
    for (const end of ends) end()
  }
}
