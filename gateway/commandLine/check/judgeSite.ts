/** Judges what was read from a switch: what is missing, what is dangerous, what is worth knowing, in plain words. */
import { judgeDialplan } from '#gateway/commandLine/check/judgeDialplan'
import { judgePhones } from '#gateway/commandLine/check/judgePhones'
import type { SiteFacts } from '#gateway/commandLine/check/siteFacts'
import type { SiteFile } from '#gateway/commandLine/siteFile'
import { type AsteriskVersion, isBefore } from '#gateway/commandLine/version'

/** danger: somebody can do harm, or calls can be lost. missing: part of Najva cannot work. note: good to know. */
export interface Finding {
  readonly level: 'danger' | 'missing' | 'note'
  readonly text: string
}

export function judgeSite(site: SiteFile, facts: SiteFacts): Finding[] {
  return [
    ...judgeVersion(facts.version),
    ...judgeActions(facts.actions),
    ...judgeStream(facts),
    ...judgeQueues(site, facts),
    ...judgePhones(site, facts),
    ...judgeDialplan(site, facts),
  ]
}

const danger = (text: string): Finding => ({ level: 'danger', text })
const missing = (text: string): Finding => ({ level: 'missing', text })
const note = (text: string): Finding => ({ level: 'note', text })

/** The first patched release of each branch that Originate cannot be turned into running programs on. */
const safeOriginate: Readonly<Record<number, readonly [number, number, number]>> = {
  18: [18, 24, 2],
  20: [20, 9, 2],
  21: [21, 4, 2],
}

export function judgeVersion(version: AsteriskVersion | null): Finding[] {
  if (version === null) return [missing('The switch does not tell its version (CoreSettings refused).')]
  const { major, text } = version
  const findings: Finding[] = []
  if (major < 18) findings.push(danger(`Asterisk ${text} is too old: Najva needs 18 or newer.`))
  if (major > 23) findings.push(note(`Asterisk ${text} is newer than Najva was tried with (18 to 23).`))
  if (major === 19 || major === 21) {
    findings.push(note(`Asterisk ${major} gets no security fixes any more; 22 does.`))
  }
  const safe = safeOriginate[major]
  if (safe !== undefined && isBefore(version, safe)) {
    const needed = safe.join('.')
    findings.push(
      danger(
        `Asterisk ${text}: a manager login that may originate calls can run programs; update to ${needed}.`,
      ),
    )
  }
  if (text === '22.9.0') {
    findings.push(danger('Asterisk 22.9.0 can lock up when pjsip is reloaded; update to 22.10.1.'))
  }
  if (text === '22.11.0') {
    findings.push(
      danger(
        'Asterisk 22.11.0: a call that was listened to can no longer be bridged, so taking over fails. Stay on ' +
          '22.10.1 or take a later release (asterisk/asterisk#2134).',
      ),
    )
  }
  return findings
}

const needed = [
  'CoreShowChannels',
  'Status',
  'DeviceStateList',
  'QueueStatus',
  'QueueAdd',
  'QueueRemove',
  'QueuePause',
  'QueuePenalty',
  'UserEvent',
  'Originate',
  'Redirect',
  'BlindTransfer',
  'PlayDTMF',
  'Setvar',
  'Hangup',
] as const

/** What a stolen login could do with each. */
const tooMuch: Readonly<Record<string, string>> = {
  Command: 'run any command of the switch',
  GetConfig: 'read the switch’s files with their passwords',
  UpdateConfig: 'change the switch’s files',
  ModuleLoad: 'load and unload parts of the switch',
  PJSIPShowAuths: 'read the phones’ passwords',
  DialplanExtensionAdd: 'change the dialplan',
}

export function judgeActions(actions: ReadonlySet<string>): Finding[] {
  const absent = needed.filter((action) => !actions.has(action))
  const wide = Object.entries(tooMuch).filter(([action]) => actions.has(action))
  return [
    ...(absent.length > 0
      ? [
          missing(
            `The gateway's login may not run ${absent.join(', ')}: manager.conf needs ` +
              'write=call,agent,reporting,originate,user.',
          ),
        ]
      : []),
    ...wide.map(([action, harm]) =>
      danger(`The gateway's login is too wide (${action}): who steals it can ${harm}.`),
    ),
  ]
}

/** The gateway puts small differences right; beyond this, ages on the screen and reports drift apart. */
const clockLimitMs = 2000

function judgeStream({ hearsItself, clockApartMs }: SiteFacts): Finding[] {
  if (!hearsItself) {
    return [missing('Events of class user do not come back: manager.conf needs user in read and in write.')]
  }
  if (clockApartMs === null)
    return [missing('Events carry no time: set timestampevents=yes in manager.conf.')]
  const apart = Math.round(Math.abs(clockApartMs) / 1000)
  if (Math.abs(clockApartMs) <= clockLimitMs) return []
  return [
    danger(`The clocks of switch and gateway are ${apart} s apart: let both follow the same time server.`),
  ]
}

function judgeQueues(site: SiteFile, { queues }: SiteFacts): Finding[] {
  return site.queues.flatMap(({ id }) => {
    const facts = queues.get(id)
    if (facts === undefined) return [missing(`The switch has no queue ${id}.`)]
    if (facts.ringInUse.some((value) => value === '1' || value === 'yes')) {
      return [
        danger(
          `Queue ${id} has ringinuse=yes: it offers calls to people who are talking, while others are free.`,
        ),
      ]
    }
    if (facts.ringInUse.length > 0) return []
    return [note(`Queue ${id} has no member now, so its ringinuse cannot be told; it should be no.`)]
  })
}
