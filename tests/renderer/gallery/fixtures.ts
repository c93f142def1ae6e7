/** Every state of the page worth looking at, as models made from one moment and one language. */

import type { Activity, WrapUp } from '#contract/agent'
import type { CallerCard } from '#contract/callerCard'
import { noImport } from '#contract/contactImport'
import { noCrmSync } from '#contract/crmSync'
import { toFailure } from '#contract/failure'
import { CallId, QueueId } from '#contract/ids'
import { defaultSettings } from '#contract/settings'
import { emptyDraft, type WrapUpDraft } from '#contract/wrapUp'
import { noWriteBack } from '#contract/writeBack'
import type { Locale } from '#renderer/i18n/messages'
import { newCall } from '#renderer/phone/lines/newCall'
import { noAlerts } from '#renderer/state/alerts/alerts'
import type { CallerView, DeskModel, PhoneCall } from '#renderer/state/deskModel'
import { noMonitoring } from '#renderer/state/monitoring/monitorModel'
import { noReach } from '#renderer/state/phone/reach'
import { noSound } from '#renderer/state/phone/soundModel'
import { emptySeries } from '#renderer/state/wallboard/wallboardSeries'
import { withAlerts, withSeries } from '#tests/renderer/gallery/alertSample'
import { emptyFloor, toFloorDesk, withoutGateway } from '#tests/renderer/gallery/floorSample'
import { type CentreOptions, connected, sampleCentre } from '#tests/renderer/gallery/sampleCentre'
import { withNews, withSensitive, withSync, withWaiting } from '#tests/renderer/gallery/sampleCrm'
import {
  busyHeadset,
  driverMissing,
  noHeadset,
  readyHeadset,
  testedHeadset,
  troubledHeadsets,
} from '#tests/renderer/gallery/sampleHeadsets'
import { importStages, withImport } from '#tests/renderer/gallery/sampleImport'
import {
  monitoringFour,
  monitoringTalk,
  monitoringTold,
  shadowing,
  shadowOffered,
  shadowTold,
} from '#tests/renderer/gallery/sampleMonitoring'
import { hostileCard, sampleCard, sampleNumber, sampleSeveral } from '#tests/renderer/gallery/samplePeople'
import {
  callWaiting,
  conference,
  consulting,
  dialling,
  returned,
  withDialling,
} from '#tests/renderer/gallery/samplePhone'
import { withPins } from '#tests/renderer/gallery/samplePins'
import {
  coached,
  leaving,
  listening,
  takenOver,
  withBreak,
  withBreakRequests,
  withHelp,
} from '#tests/renderer/gallery/sampleRequests'
import { withCallSound, withDevices, withPoorSound, withQualities } from '#tests/renderer/gallery/sampleSound'

export interface Look {
  readonly locale: Locale
  readonly theme: 'light' | 'dark'
  readonly nowMs: number
}

export const callId = CallId.parse('call-1')

function toIdle(look: Look, options: Partial<CentreOptions> = {}): DeskModel {
  const { centre, me } = sampleCentre({ locale: look.locale, nowMs: look.nowMs, ...options })
  return {
    bridge: connected(look.nowMs, 1),
    desk: {
      gateway: connected(look.nowMs, 20.4),
      session: {
        agentId: me.id,
        userName: 'demo',
        name: me.name,
        role: 'agent',
        extension: me.extension,
        practice: true,
      },
      ended: null,
      cache: { state: 'ready', failure: null },
      crm: noCrmSync,
      unsentRecords: 0,
      settings: { ...defaultSettings, locale: look.locale, theme: look.theme },
      managed: [],
    },
    centre,
    clockOffsetMs: 0,
    me,
    phone: {
      link: connected(look.nowMs, 14),
      seat: 'granted',
      call: null,
      calls: [],
      messages: null,
      devices: {
        microphones: [{ id: 'm1', label: 'Jabra Engage 65' }],
        speakers: [{ id: 's1', label: 'Jabra Engage 65' }],
      },
      deviceFailure: null,
    },
    sound: noSound,
    reach: noReach,
    headset: noHeadset,
    monitoring: noMonitoring,
    history: { revision: 1, unseenMissed: 2 },
    peopleRevision: 0,
    writeBack: noWriteBack,
    contactImport: { ...noImport, isAllowed: true },
    updates: null,
    linkCall: null,
    shellNews: null,
    shortcuts: {
      reach: 'system',
      isMac: false,
      stands: { answer: 'on', hangUp: 'on', mute: 'on', dialSelection: 'on' },
    },
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

function toPhoneCall(look: Look, change: Partial<PhoneCall> = {}): PhoneCall {
  return newCall('sip-1', { callId, number: sampleNumber, ringingAtMs: look.nowMs - 4000, ...change })
}

function toCaller(look: Look, person: CallerCard | null, change: Partial<CallerView> = {}): CallerView {
  const { centre } = sampleCentre({ locale: look.locale, nowMs: look.nowMs })
  return {
    key: callId,
    callId,
    number: sampleNumber,
    name: null,
    dialledNumber: '+982191001234',
    queueId: QueueId.parse('queue-0'),
    queueName: centre.queues[0]?.name ?? null,
    queuedAtMs: look.nowMs - 67_000,
    answeredAtMs: null,
    card: person === null ? null : { kind: 'one', card: person, matchedBy: 'number' },
    cardFailure: null,
    person,
    ...change,
  }
}

function toRinging(look: Look, caller: CallerView, call: Partial<PhoneCall> = {}): DeskModel {
  const activity: Activity = { kind: 'ringing', callId, sinceMs: look.nowMs - 4000 }
  return { ...toIdle(look, { activity }), phone: withCall(look, toPhoneCall(look, call)), caller }
}

function withCall(look: Look, call: PhoneCall): DeskModel['phone'] {
  return { ...toIdle(look).phone, call }
}

function toDraft(look: Look): WrapUpDraft {
  const note =
    look.locale === 'fa'
      ? 'کالای جایگزین در کرج است؛ قول دادم تا فردا ساعت ۱۰ خبر بدهم.'
      : 'Replacement is in Karaj; promised to call back tomorrow by 10.'
  return { ...emptyDraft(callId), note, revision: 41 }
}

function toTalking(
  look: Look,
  call: Partial<PhoneCall> = {},
  options: Partial<CentreOptions> = {},
): DeskModel {
  const answeredAtMs = look.nowMs - 191_000
  const kind = call.state === 'held' ? 'held' : 'talking'
  const activity: Activity = { kind, callId, sinceMs: kind === 'held' ? look.nowMs - 24_000 : answeredAtMs }
  return {
    ...toIdle(look, { activity, ...options }),
    phone: withCall(look, toPhoneCall(look, { state: 'talking', answeredAtMs, ...call })),
    caller: toCaller(look, sampleCard(look.locale, look.nowMs), {
      answeredAtMs,
      queuedAtMs: answeredAtMs - 67_000,
    }),
    draft: toDraft(look),
  }
}

function toWrapUp(look: Look): DeskModel {
  const wrapUp: WrapUp = {
    callId,
    queueId: QueueId.parse('queue-0'),
    caller: { number: sampleNumber, name: null },
    dialledNumber: '+982191001234',
    startedAtMs: look.nowMs - 22_000,
    endsAtMs: look.nowMs + 38_000,
    extendedTimes: 0,
    waitedMs: 67_000,
    talkedMs: 191_000,
  }
  const activity: Activity = { kind: 'wrapUp', wrapUp, sinceMs: wrapUp.startedAtMs }
  const talking = toTalking(look, {}, { activity })
  return {
    ...talking,
    phone: withCall(look, toPhoneCall(look, { state: 'ended' })),
    draft: { ...toDraft(look), dispositionId: 'callback', followUpOn: '2026-11-24' },
  }
}

const lunch = { kind: 'break', reasonId: 'lunch' } as const

/** By name, as in the address `?fixture=ringing`. */
export const fixtures = {
  signIn: (look: Look): DeskModel => signedOut(look),
  signInRefused: (look: Look): DeskModel => ({ ...signedOut(look), failure: toFailure('wrong-password') }),
  starting: (look: Look): DeskModel => ({ ...toIdle(look), desk: null, centre: null, me: null }),
  idle: (look: Look): DeskModel => toIdle(look),
  onBreak: (look: Look): DeskModel => ({
    ...toIdle(look, {
      status: { ...lunch, sinceMs: look.nowMs - 754_000 },
      activity: { kind: 'idle', sinceMs: 0 },
    }),
  }),
  callerWaits: (look: Look): DeskModel => ({
    ...toIdle(look),
    nextCaller: toCaller(look, sampleCard(look.locale, look.nowMs)),
  }),
  ringing: (look: Look): DeskModel => toRinging(look, toCaller(look, sampleCard(look.locale, look.nowMs))),
  ringingSeveral: (look: Look): DeskModel => toRinging(look, severalCaller(look)),
  ringingWithheld: (look: Look): DeskModel =>
    toRinging(look, toCaller(look, null, { number: null, card: { kind: 'withheld' } }), { number: null }),
  ringingNone: (look: Look): DeskModel => toRinging(look, toCaller(look, null, { card: { kind: 'none' } })),
  ringingNoCache: (look: Look): DeskModel =>
    toRinging(look, toCaller(look, null, { cardFailure: toFailure('cache-unavailable') })),
  hostile: (look: Look): DeskModel => hostileDesk(look),
  talking: (look: Look): DeskModel => toTalking(look),
  soundGood: (look: Look): DeskModel => withCallSound(toTalking(look)),
  soundPoor: (look: Look): DeskModel => withPoorSound(toTalking(look), { trouble: 'nothing-leaves' }),
  soundMuted: (look: Look): DeskModel =>
    withCallSound(toTalking(look, { muted: true }), { speaksMuted: true }),
  soundDevices: (look: Look): DeskModel =>
    withDevices(toIdle(look), { kind: 'listening', recorded: 'silent' }),
  several: (look: Look): DeskModel => ({ ...toTalking(look), caller: severalCaller(look) }),
  cardNews: (look: Look): DeskModel => withNews(toTalking(look), look.nowMs),
  cardSensitive: (look: Look): DeskModel => withSensitive(toTalking(look)),
  crmTaking: (look: Look): DeskModel =>
    withSync(toIdle(look), { kind: 'full', taken: 120_000, total: 480_000 }),
  crmTrouble: (look: Look): DeskModel =>
    withSync(toIdle(look), { problem: 'unreachable', nextAtMs: look.nowMs + 60_000 }),
  crmMistake: (look: Look): DeskModel =>
    withSync(toIdle(look), {
      problem: 'misconfigured',
      mistake: { file: 'crm.yaml', line: 3, reason: 'unknown', key: 'colour' },
    }),
  recordsWait: (look: Look): DeskModel => withWaiting(toIdle(look)),
  importChoose: (look: Look): DeskModel => toImport(look, 'importChoose'),
  importElsewhere: (look: Look): DeskModel => toImport(look, 'importElsewhere'),
  importReceiving: (look: Look): DeskModel => toImport(look, 'importReceiving'),
  importUnreadable: (look: Look): DeskModel => toImport(look, 'importUnreadable'),
  importLooked: (look: Look): DeskModel => toImport(look, 'importLooked'),
  importTaking: (look: Look): DeskModel => toImport(look, 'importTaking'),
  importDone: (look: Look): DeskModel => toImport(look, 'importDone'),
  importStopped: (look: Look): DeskModel => toImport(look, 'importStopped'),
  importUndone: (look: Look): DeskModel => toImport(look, 'importUndone'),
  held: (look: Look): DeskModel => toTalking(look, { state: 'held', muted: true }),
  pinned: (look: Look): DeskModel => withPins(toIdle(look)),
  pinnedTalking: (look: Look): DeskModel => withPins(toTalking(look)),
  callWaiting: (look: Look): DeskModel => callWaiting(toTalking(look), look.nowMs),
  consulting: (look: Look): DeskModel => consulting(toTalking(look), look.nowMs),
  returned: (look: Look): DeskModel => returned(withDialling(toTalking(look))),
  dialling: (look: Look): DeskModel => dialling(toTalking(look), look.nowMs),
  conference: (look: Look): DeskModel => conference(toTalking(look)),
  nextStatus: (look: Look): DeskModel => toTalking(look, {}, { nextStatus: lunch }),
  wrapUp: (look: Look): DeskModel => toWrapUp(look),
  wrapUpOver: (look: Look): DeskModel => ({ ...toWrapUp(look), me: toIdle(look).me, draftState: 'unsaved' }),
  leftovers: (look: Look): DeskModel => ({
    ...toIdle(look),
    leftovers: [
      { ...toDraft(look), callId: CallId.parse('old-1'), savedAtMs: look.nowMs - 3_600_000 },
      { ...toDraft(look), callId: CallId.parse('old-2'), note: '', savedAtMs: look.nowMs - 86_400_000 },
    ],
  }),
  elsewhere: (look: Look): DeskModel => ({
    ...toIdle(look),
    phone: { ...toIdle(look).phone, seat: 'elsewhere' },
  }),
  troubles: (look: Look): DeskModel => troubledDesk(look),
  headsetReady: (look: Look): DeskModel => ({ ...toIdle(look), headset: readyHeadset }),
  headsetBusy: (look: Look): DeskModel => ({ ...toIdle(look), headset: busyHeadset }),
  headsetTrouble: (look: Look): DeskModel => ({ ...toIdle(look), headset: troubledHeadsets }),
  headsetNoDriver: (look: Look): DeskModel => ({ ...toIdle(look), headset: driverMissing }),
  headsetTest: (look: Look): DeskModel => ({ ...toIdle(look), headset: testedHeadset(look.nowMs) }),
  alerts: (look: Look): DeskModel => withAlerts(toFloorDesk(toIdle(look), look), look.nowMs, 13),
  alertsMany: (look: Look): DeskModel => withAlerts(toFloorDesk(toIdle(look), look), look.nowMs, 300),
  wallboard: (look: Look): DeskModel => toWallboard(look),
  wallboardLost: (look: Look): DeskModel => withoutGateway(toWallboard(look), look.nowMs),
  floor: (look: Look): DeskModel => withQualities(toFloorDesk(toIdle(look), look)),
  floorGrouped: (look: Look): DeskModel => toFloorDesk(toIdle(look), look, { agentGroup: 'queue' }),
  floorLost: (look: Look): DeskModel => withoutGateway(toFloorDesk(toIdle(look), look), look.nowMs),
  floorEmpty: (look: Look): DeskModel => emptyFloor(toFloorDesk(toIdle(look), look)),
  floorRinging: (look: Look): DeskModel => floorWithCall(look, 'ringing'),
  floorTalking: (look: Look): DeskModel => withQualities(floorWithCall(look, 'talking')),
  supervisorDesk: (look: Look): DeskModel => toFloorDesk(toIdle(look), look, { tab: 'desk' }),
  helpAsked: (look: Look): DeskModel => withHelp(toTalking(look), look.nowMs, 'Difficult caller'),
  coached: (look: Look): DeskModel => coached(toTalking(look), look.nowMs),
  breakAsked: (look: Look): DeskModel => withBreak(toIdle(look), look.nowMs, 'asked'),
  breakQueued: (look: Look): DeskModel => withBreak(toIdle(look), look.nowMs, 'queued'),
  breakDeclined: (look: Look): DeskModel => withBreak(toIdle(look), look.nowMs, 'declined'),
  leaving: (look: Look): DeskModel => leaving(toTalking(look)),
  takenOver: (look: Look): DeskModel => takenOver(toWrapUp(look)),
  listening: (look: Look): DeskModel =>
    listening(toFloorDesk(toIdle(look), look, { tab: 'desk' }), look.nowMs),
  monitoringFour: (look: Look): DeskModel => monitoringFour(toFloorDesk(toIdle(look), look), look.nowMs),
  monitoringTalk: (look: Look): DeskModel => monitoringTalk(floorWithCall(look, 'talking'), look.nowMs),
  monitoringTold: (look: Look): DeskModel => monitoringTold(toTalking(look), look.nowMs),
  shadowOffered: (look: Look): DeskModel => shadowOffered(takenOver(toWrapUp(look)), look.nowMs),
  shadowing: (look: Look): DeskModel => shadowing(takenOver(toWrapUp(look)), look.nowMs),
  shadowTold: (look: Look): DeskModel => shadowTold(floorWithCall(look, 'talking'), look.nowMs),
  breakRequests: (look: Look): DeskModel =>
    withBreakRequests(toFloorDesk(toIdle(look), look, { tab: 'desk' }), look.nowMs),
} as const

export type FixtureName = keyof typeof fixtures

function toImport(look: Look, stage: keyof typeof importStages): DeskModel {
  return withImport(toIdle(look), importStages[stage], look.nowMs)
}

function floorWithCall(look: Look, state: 'ringing' | 'talking'): DeskModel {
  const { phone, caller, draft } = state === 'ringing' ? fixtures.ringing(look) : toTalking(look)
  return { ...toFloorDesk(toIdle(look), look), phone, caller, draft }
}

function severalCaller(look: Look): CallerView {
  const cards = sampleSeveral(look.locale, look.nowMs)
  return toCaller(look, null, { card: { kind: 'several', cards, matchedBy: 'number' } })
}

function toWallboard(look: Look): DeskModel {
  return withSeries(toFloorDesk(toIdle(look), look, { tab: 'wallboard' }), look.nowMs)
}

function signedOut(look: Look): DeskModel {
  const idle = toIdle(look)
  if (idle.desk === null) return idle
  return { ...idle, desk: { ...idle.desk, session: null }, centre: null, me: null }
}

function hostileDesk(look: Look): DeskModel {
  const card = hostileCard(look.nowMs)
  const queueName = 'Q'.repeat(120)
  return toRinging(look, toCaller(look, card, { queueName, name: 'N'.repeat(10_000) }), {
    name: '\u202e'.concat('آ'.repeat(10_000)),
    number: '+12345678901234567890123456789012',
  })
}

function troubledDesk(look: Look): DeskModel {
  const idle = toIdle(look)
  const away = {
    kind: 'disconnected',
    sinceMs: look.nowMs - 83_000,
    failure: toFailure('gateway-away'),
    roundTripMs: null,
  } as const
  if (idle.desk === null) return idle
  return {
    ...idle,
    desk: {
      ...idle.desk,
      gateway: away,
      cache: { state: 'rebuilding', failure: null },
      unsentRecords: 2,
    },
    phone: {
      ...idle.phone,
      link: { ...away, kind: 'disconnected', failure: toFailure('switch-away') },
      deviceFailure: toFailure('microphone-refused'),
    },
    failure: toFailure('wrong-state'),
  }
}
