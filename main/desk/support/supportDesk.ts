/** Puts together what a person hands to support: read when asked, masked before it leaves main, kept nowhere. */
import { randomUUID } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { arch, release } from 'node:os'
import { type Policy, policySettings } from '#contract/policy'
import type { QualityReport } from '#contract/quality'
import type { SoundLabels, SupportBundle } from '#contract/support'
import { type CrashBook, toCrashLine } from '#main/desk/crashBook'
import type { HeadsetDesk } from '#main/desk/headsets'
import type { CrmCache, GatewayLink } from '#main/desk/parts'
import { createCallQualities } from '#main/desk/support/callQualities'
import {
  type MaskOptions,
  maskAddress,
  maskLogLine,
  maskText,
  toNamePattern,
} from '#main/desk/support/supportMask'
import type { UpdateDesk } from '#main/updates/updateDesk'

export interface SupportDesk {
  noteQuality(report: QualityReport): void
  read(labels: SoundLabels): SupportBundle
}

export interface SupportParts {
  readonly link: Pick<GatewayLink, 'session' | 'state' | 'centre'>
  readonly cache: Pick<CrmCache, 'state'>
  readonly headsets: Pick<HeadsetDesk, 'state'>
  readonly updates: Pick<UpdateDesk, 'current'>
  readonly crashes: Pick<CrashBook, 'list'>
  readonly policy: Policy
  /** `desk.log` of the profile. */
  readonly logPath: string
  readonly nowMs: () => number
}

const mostLogBytes = 400_000
const mostLogLines = 1000

export function createSupportDesk(parts: SupportParts): SupportDesk {
  const qualities = createCallQualities()
  return {
    noteQuality: (report) => qualities.note(report, parts.nowMs()),
    read(labels) {
      const mask: MaskOptions = { names: toNamePattern(readNames(parts.link)), salt: randomUUID() }
      const day = new Date(parts.nowMs()).toISOString().slice(0, 10)
      return {
        name: `najva-support-${day}.txt`,
        sections: [
          { kind: 'versions', text: toVersions(parts.updates) },
          { kind: 'state', text: toState(parts) },
          { kind: 'policy', text: toRules(parts.policy) },
          { kind: 'devices', text: toDevices(parts.headsets, labels, mask) },
          { kind: 'calls', text: qualities.list().map(toQualityLine).join('\n') },
          { kind: 'crashes', text: parts.crashes.list().map(toCrashLine).join('\n') },
          { kind: 'log', text: toLog(parts.logPath, mask) },
        ],
      }
    },
  }
}

/** Of everybody on the floor, as the live model has them now. */
function readNames({ session, centre }: SupportParts['link']): string[] {
  const own = session === null ? [] : [session.name, session.userName]
  return [...own, ...(centre?.agents ?? []).map((agent) => agent.name)]
}

function toVersions({ current }: Pick<UpdateDesk, 'current'>): string {
  const { electron, chrome, node } = process.versions
  return toLines({
    najva: current.current,
    system: `${process.platform} ${release()} ${arch()}`,
    electron: electron ?? 'none',
    chrome: chrome ?? 'none',
    node,
    update: current.state.kind,
  })
}

function toState({ link, cache }: SupportParts): string {
  const { session, state } = link
  return toLines({
    gateway: `${state.kind} ${state.failure?.code ?? ''}`.trim(),
    roundTripMs: String(state.roundTripMs ?? 'unknown'),
    role: session?.role ?? 'signed out',
    practice: String(session?.practice ?? false),
    customers: `${cache.state.state} ${cache.state.failure?.code ?? ''}`.trim(),
  })
}

/** Only what is ruled; a text is an address, of which only the place is told. */
function toRules({ defaults, enforced }: Policy): string {
  return policySettings
    .flatMap(({ key, kind }) => {
      const value = enforced[key] ?? defaults[key]
      if (value === undefined) return []
      const shown = kind.type === 'text' ? maskAddress(String(value)) : String(value)
      return [`${key}: ${shown} (${enforced[key] === undefined ? 'default' : 'enforced'})`]
    })
    .join('\n')
}

/** A headset's key holds its serial number and stays here. */
function toDevices({ state }: SupportParts['headsets'], labels: SoundLabels, mask: MaskOptions): string {
  const hex = (id: number): string => id.toString(16).padStart(4, '0')
  return [
    ...state.headsets.map(
      ({ name, vendorId, productId, capability, open, failure, layoutFrom }) =>
        `headset: ${maskText(name, mask)} usb ${hex(vendorId)}/${hex(productId)} ${capability} ${open ? 'open' : 'closed'} ` +
        `layout ${layoutFrom ?? 'unknown'} ${failure ?? 'well'}`,
    ),
    ...(state.failure === null ? [] : [`headsets: ${state.failure}`]),
    ...labels.microphones.map((label) => `microphone: ${maskText(label, mask)}`),
    ...labels.speakers.map((label) => `loudspeaker: ${maskText(label, mask)}`),
  ]
    .map((line) => line.replace(/[\r\n]+/g, ' '))
    .join('\n')
}

function toQualityLine(call: ReturnType<ReturnType<typeof createCallQualities>['list']>[number]): string {
  const roundTrip = call.mostRoundTripMs === null ? 'unknown' : `${Math.round(call.mostRoundTripMs)} ms`
  return (
    `${new Date(call.lastAtMs).toISOString()} MOS ${call.lastMos.toFixed(1)}, worst ${call.worstMos.toFixed(1)}; ` +
    `loss up to ${call.mostLossPercent.toFixed(1)} %, jitter ${Math.round(call.mostJitterMs)} ms, ` +
    `round trip ${roundTrip}; ${call.reports} reports`
  )
}

function toLog(path: string, mask: MaskOptions): string {
  const lines = readEnd(path).split('\n').slice(-mostLogLines)
  return lines.flatMap((line) => maskLogLine(line, mask) ?? []).join('\n')
}

/** The end of a long file; empty where there is none, for the rest still helps. */
function readEnd(path: string): string {
  try {
    const file = openSync(path, 'r')
    try {
      const { size } = fstatSync(file)
      const end = Buffer.alloc(Math.min(size, mostLogBytes))
      const read = readSync(file, end, 0, end.length, size - end.length)
      return end.toString('utf8', 0, read)
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}

function toLines(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n')
}
