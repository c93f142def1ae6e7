/** The model before anything is known. */
import { noImport } from '#contract/contactImport'
import { toFailure } from '#contract/failure'
import type { LinkState } from '#contract/link'
import { noWriteBack } from '#contract/writeBack'
import { noAlerts } from '#renderer/state/alerts/alerts'
import type { DeskModel } from '#renderer/state/deskModel'
import { noMonitoring } from '#renderer/state/monitoring/monitorModel'
import { noHistory } from '#renderer/state/phone/historyFlow'
import { noReach } from '#renderer/state/phone/reach'
import { noSound } from '#renderer/state/phone/soundModel'
import { emptySeries } from '#renderer/state/wallboard/wallboardSeries'

export function toInitialDesk(nowMs: number): DeskModel {
  const link: LinkState = { kind: 'connecting', sinceMs: nowMs, failure: null, roundTripMs: null }
  return {
    bridge: link,
    desk: null,
    centre: null,
    clockOffsetMs: 0,
    me: null,
    phone: {
      link: { ...link, kind: 'disconnected', failure: toFailure('signed-out') },
      seat: 'none',
      call: null,
      calls: [],
      messages: null,
      devices: { microphones: [], speakers: [] },
      deviceFailure: null,
    },
    sound: noSound,
    reach: noReach,
    headset: { desk: null, test: null, log: null },
    monitoring: noMonitoring,
    history: noHistory,
    peopleRevision: 0,
    writeBack: noWriteBack,
    contactImport: noImport,
    updates: null,
    linkCall: null,
    shellNews: null,
    shortcuts: null,
    proxyQuestion: null,
    caller: null,
    nextCaller: null,
    draft: null,
    draftState: 'saved',
    leftovers: [],
    alerts: noAlerts,
    wallboard: emptySeries,
    announcement: null,
    failure: null,
  }
}
