/** Actions for the gallery: each is noted, and those that only change the model do. */
import type { StoreApi } from 'zustand/vanilla'
import { type Answer, failed } from '#contract/failure'
import type { SettingsPatch } from '#contract/settings'
import type { DeskActions, DeskModel } from '#renderer/state/deskModel'
import { createGalleryCrm } from '#tests/renderer/gallery/sampleCrm'
import { sampleHistory, sampleHits } from '#tests/renderer/gallery/sampleHistory'
import { createGalleryImport } from '#tests/renderer/gallery/sampleImport'
import { sampleCard } from '#tests/renderer/gallery/samplePeople'

export function createGalleryActions(store: StoreApi<DeskModel>, note: (name: string) => void): DeskActions {
  const done = async (name: string): Promise<void> => note(name)
  const asked = async (name: string): Promise<Answer<null>> => {
    note(name)
    return { ok: true, value: null }
  }
  return {
    askAct: async (group, name, input) => {
      note(`${group}.${String(name)} ${JSON.stringify(input)}`)
      return 'actsSucceed' in window ? { ok: true, value: null as never } : failed('not-found')
    },
    callerNames: galleryNames,
    signIn: () => done('signIn'),
    answerProxy: ({ user, password, keep }) => done(`answerProxy ${user} ${password} ${keep}`),
    dismissProxy: () => done('dismissProxy'),
    dismissShellNews: () => store.setState({ shellNews: null }),
    pressShortcut: (action, marked) => done(`pressShortcut ${action} ${marked}`),
    chooseShortcut() {
      note('chooseShortcut')
      return () => note('choseShortcut')
    },
    signOut: () => done('signOut'),
    takePhone: () => done('takePhone'),
    proveReach: () => note('proveReach'),
    answer: (options) => done(options === undefined ? 'answer' : `answer ${JSON.stringify(options)}`),
    decline: () => done('decline'),
    hangUp: () => done('hangUp'),
    declineCall: (sipCallId) => done(`declineCall ${sipCallId}`),
    hangUpCall: (sipCallId) => done(`hangUpCall ${sipCallId}`),
    dial: (number) => asked(`dial ${number}`),
    focusCall: (sipCallId) => done(`focusCall ${sipCallId}`),
    transfer: (to) => asked(`transfer ${to}`),
    consult: (to) => asked(`consult ${to}`),
    completeTransfer: () => asked('completeTransfer'),
    setConferenced: (on) => asked(`setConferenced ${on}`),
    setMuted: (muted) => note(`setMuted ${muted}`),
    setHeld: (held) => done(`setHeld ${held}`),
    sendDigit: (digit) => note(`sendDigit ${digit}`),
    choosePerson: (personId) => choosePerson(store, personId),
    chooseStatus: (status) => done(`chooseStatus ${'reasonId' in status ? status.reasonId : status.kind}`),
    clearNextStatus: () => done('clearNextStatus'),
    editDraft(change) {
      const { draft } = store.getState()
      if (draft !== null) store.setState({ draft: { ...draft, ...change, revision: draft.revision + 1 } })
    },
    extendWrapUp: () => done('extendWrapUp'),
    finishWrapUp: () => done('finishWrapUp'),
    discardLeftover: (callId) => done(`discardLeftover ${callId}`),
    finishLeftover: (callId) => done(`finishLeftover ${callId}`),
    checkUpdate: async () => note('checkUpdate'),
    readSupport: async () => ({
      ok: true,
      value: {
        name: 'najva-support-2026-11-23.txt',
        sections: [
          { kind: 'versions', text: 'najva: 0.1.0\nsystem: linux' },
          { kind: 'log', text: '{"level":30,"msg":"signed in"}' },
        ],
      },
    }),
    installUpdate: async () => note('installUpdate'),
    changeSettings: async (patch) => changeSettings(store, patch),
    callLink: () => done('callLink'),
    dropLink: () => note('dropLink'),
    muteAlert: (id, minutes) => note(`muteAlert ${id} ${minutes}`),
    refreshDevices: () => done('refreshDevices'),
    testRinger: () => done('testRinger'),
    startSoundTest: () => done('startSoundTest'),
    recordSoundTest: () => done('recordSoundTest'),
    stopSoundTest: () => note('stopSoundTest'),
    playTestTone: () => note('playTestTone'),
    testLevel: () => 0.55,
    callEcho: () => done('callEcho'),
    setHeadsetEnabled: (key, enabled) => done(`setHeadsetEnabled ${key} ${enabled}`),
    startButtonTest: (key) => note(`startButtonTest ${key}`),
    stopButtonTest: () => note('stopButtonTest'),
    setTestLight: (light, on) => done(`setTestLight ${light} ${on}`),
    readHeadsetLog: () => done('readHeadsetLog'),
    closeHeadsetLog: () => note('closeHeadsetLog'),
    learnHeadset: (vendorId, productId) => done(`learnHeadset ${vendorId}:${productId}`),
    startMonitor: (target, mode) => done(`startMonitor ${mode} ${JSON.stringify(target)}`),
    startShadow: (callId) => done(`startShadow ${callId}`),
    takeOverFrom: (agentId) => done(`takeOverFrom ${agentId}`),
    steerMonitor: (monitorId, mode) => done(`steerMonitor ${monitorId} ${mode}`),
    aimMonitor: (monitorId, target) => done(`aimMonitor ${monitorId} ${JSON.stringify(target)}`),
    takeOver: (monitorId) => done(`takeOver ${monitorId}`),
    handBack: (monitorId) => done(`handBack ${monitorId}`),
    stopMonitor: (monitorId) => done(`stopMonitor ${monitorId}`),
    focusMonitor: (monitorId) => note(`focusMonitor ${monitorId}`),
    holdWhisper: (isHeld) => note(`holdWhisper ${isHeld}`),
    readLevels: () => ({ heard: 0.6, own: 0.3 }),
    readHistory: async (query) => sampleHistory(query, store.getState()),
    markHistorySeen: () => note('markHistorySeen'),
    searchPeople: async (text) => sampleHits(text),
    ...createGalleryCrm(store, note),
    ...createGalleryImport(store, note),
    dismissFailure: () => store.setState({ failure: null }),
  }
}

/** Every other caller is in the book, and one of them is a VIP. */
const galleryNames: DeskActions['callerNames'] = {
  peek: (number) => {
    const last = Number(number.at(-1))
    if (last % 2 === 0) return null
    return {
      name: sampleCard(document.documentElement.lang === 'fa' ? 'fa' : 'en', 0).name,
      others: 0,
      isVip: last === 1,
    }
  },
  ask: async () => null,
}

function choosePerson(store: StoreApi<DeskModel>, personId: string): void {
  const { caller } = store.getState()
  if (caller?.card?.kind !== 'several') return
  const person = caller.card.cards.find((card) => card.personId === personId) ?? null
  store.setState({ caller: { ...caller, person } })
}

function changeSettings(store: StoreApi<DeskModel>, patch: SettingsPatch): void {
  const { desk } = store.getState()
  if (desk === null) return
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  store.setState({ desk: { ...desk, settings: { ...desk.settings, ...given } } })
}
