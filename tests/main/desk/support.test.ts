/** What leaves a desk for support: planted numbers, names and secrets are looked for in all of it, over the real bridge. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LiveMessage } from '#contract/centre'
import { CallId } from '#contract/ids'
import { toMainCrash } from '#main/desk/crashBook'
import { createDesk, type Desk } from '#main/desk/createDesk'
import { createLog, type Log } from '#main/desk/log'
import { createCallQualities } from '#main/desk/support/callQualities'
import { maskAddress, maskLogLine, maskText, toNamePattern } from '#main/desk/support/supportMask'
import { createScriptedGateway, type ScriptedGateway, snapshot } from '#tests/main/desk/scriptedGateway'
import { idleAgent } from '#tests/renderer/state/deskRoom'
import { createFakeClock } from '#tests/support/fakeClock'
import { createFakeHidTransport } from '#tests/support/fakeHidTransport'
import { soon } from '#tests/support/patience'

const names = ['Sara Ahmadi', 'Mina Karimi-Zand', 'سارا احمدی']
const options = { names: toNamePattern(names), salt: 'salt' }

describe('a text', () => {
  test.each([
    ['Headset of Sara', 'Headset of [name]'],
    ['sara ahmadi’s AirPods', '[name] [name] AirPods'],
    ['Bob’s AirPods', '[name] AirPods'],
    ['هدست سارا احمدی', 'هدست [name]'],
    ['call 021 1234 5678 now', 'call [number] now'],
    ['call ۰۲۱۱۲۳۴۵۶۷۸', 'call [number]'],
    ['what the log leaves: •••••••••33', 'what the log leaves: [number]'],
    ['to sip:1001@pbx.example', 'to [address]'],
    ['no column "Mina\'s salary"', 'no column [text]'],
    ['Jabra Engage 65', 'Jabra Engage 65'],
    ['Sarah and Karim stay', 'Sarah and Karim stay'],
  ])('%s becomes %s', (text, masked) => {
    expect(maskText(text, options)).toBe(masked)
  })

  test('of an address only the place is left', () => {
    expect(maskAddress('https://user:secret@updates.example:8443/t/oken?key=1')).toBe(
      'https://updates.example:8443',
    )
    expect(maskAddress('secret')).toBe('[text]')
  })
})

describe('a line of the log', () => {
  const line = (fields: object): string => maskLogLine(JSON.stringify(fields), options) ?? ''

  test('keeps when, what and why', () => {
    const kept = { level: 40, time: '2026-11-23T06:00:00.000Z', msg: 'gateway link', from: 'connected', n: 3 }
    expect(JSON.parse(line(kept))).toEqual(kept)
  })

  test('a field that is not known to be harmless goes, and ids tie lines together without saying whose', () => {
    const first = line({ level: 30, msg: 'x', callId: '09121112233', note: 'Ada', detail: { who: 'Ada' } })
    const second = line({ level: 30, msg: 'y', callId: '09121112233', why: 'has Ada in it' })
    expect(first + second).not.toMatch(/Ada|0912/)
    expect(JSON.parse(first).callId).toBe(JSON.parse(second).callId)
    const other = maskLogLine('{"callId":"09121112233"}', { ...options, salt: 'another' }) ?? '{}'
    expect(JSON.parse(other).callId).not.toBe(JSON.parse(first).callId)
  })

  test('of an error its kind and place are left, not its words', () => {
    const stack = 'Error: no row for Ada\n    at find (/home/ada/najva/main/crm/cache/lookup.ts:12:5)'
    const masked = line({
      level: 50,
      err: { type: 'SqliteError', code: 'SQLITE_BUSY', message: 'Ada', stack },
    })
    expect(JSON.parse(masked).err).toEqual({ type: 'SqliteError', code: 'SQLITE_BUSY', at: ['lookup.ts:12'] })
  })

  test('what is no line of ours is left out', () => {
    for (const text of ['', 'Ada 09121112233', '[1]', 'null', '{'])
      expect(maskLogLine(text, options)).toBeNull()
  })
})

test('the last twenty calls are remembered, each by its worst', () => {
  const qualities = createCallQualities()
  const report = (call: number, mos: number) => ({
    callId: CallId.parse(`call-${call}`),
    mos,
    lossPercent: 5 - mos,
    jitterMs: 10,
    roundTripMs: null,
  })
  for (let call = 0; call < 25; call += 1) qualities.note(report(call, 4), call)
  qualities.note(report(24, 2), 99)
  qualities.note(report(24, 3), 100)
  expect(qualities.list()).toHaveLength(20)
  expect(qualities.list().at(-1)).toMatchObject({ worstMos: 2, lastMos: 3, mostLossPercent: 3, reports: 3 })
})

describe('the whole of it', () => {
  let profileDir: string
  let gateway: ScriptedGateway
  let desk: Desk
  let log: Log

  beforeEach(async () => {
    profileDir = mkdtempSync(join(tmpdir(), 'najva-support-'))
    gateway = await createScriptedGateway()
    mkdirSync(join(profileDir, 'log'), { recursive: true })
    log = createLog({ folder: join(profileDir, 'log'), level: 'info' })
    desk = createDesk({
      profileDir,
      key: new Uint8Array(32).fill(7),
      gatewayUrl: gateway.url,
      cardSource: null,
      locale: null,
      policy: {
        defaults: { 'calls.lines': 4 },
        enforced: { 'updates.feedUrl': 'https://updates.example/?token=planted-token', theme: 'dark' },
      },
      headsetTransport: createFakeHidTransport(),
      clock: createFakeClock(Date.UTC(2026, 10, 23)),
      random: () => 0.5,
      newId: () => 'id',
      log,
    })
  })
  afterEach(async () => {
    await desk.close()
    await gateway.close()
    rmSync(profileDir, { recursive: true, force: true })
  })

  test('holds what helps, and none of what was planted', async () => {
    const page = createRouterClient(desk.router, { context: desk.newContext() })
    expect((await page.session.signIn({ user: 'demo', password: 'right' })).ok).toBe(true)
    const agent = { ...idleAgent, name: 'Behnaz Planted' }
    const first = snapshot(1)
    if (first.kind !== 'snapshot') throw new Error('no snapshot')
    const told: LiveMessage = { ...first, centre: { ...first.centre, agents: [agent] } }
    await vi.waitFor(() => expect(gateway.watchedFrom.length).toBe(1), soon)
    gateway.send(told)
    const seen: LiveMessage[] = []
    const stop = desk.link.onLive((message) => seen.push(message))
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(0), soon)
    stop()
    log.warn(
      { callId: '09351112233', why: 'not-found', note: 'Mrs Secretname is angry' },
      'a note was refused',
    )
    log.warn({ page: 'TypeError at Secretname', token: 'planted-token' }, 'error in the page')
    log.error({ err: new Error('password=planted-token for 02199887766') }, 'a surprise for Behnaz Planted')
    desk.crashes.note(toMainCrash(new RangeError('Behnaz called 02199887766')))
    await page.quality.report({
      callId: CallId.parse('09351112233'),
      mos: 3.2,
      lossPercent: 2,
      jitterMs: 12,
      roundTripMs: 80,
    })
    const answer = await page.support.read({
      microphones: ["Behnaz's AirPods", 'Jabra Engage 65'],
      speakers: ['Handy 0912 111 2233'],
    })
    if (!answer.ok) throw new Error(answer.failure.code)
    const all = answer.value.sections.map(({ text }) => text).join('\n')
    const planted =
      /Secretname|planted-token|Behnaz|Planted|Sara|Ahmadi|0935|1112233|99887766|password=|\bsecret\b/i
    expect(all).not.toMatch(planted)
    for (const helpful of [
      'role: agent',
      'calls.lines: 4 (default)',
      'theme: dark (enforced)',
      'updates.feedUrl: https://updates.example (enforced)',
      'microphone: Jabra Engage 65',
      'worst 3.2; loss up to 2.0 %',
      '"msg":"a note was refused"',
      '"why":"not-found"',
      'main: RangeError at support.test.ts:',
      `node: ${process.versions.node}`,
    ])
      expect(all).toContain(helpful)
    expect(answer.value.name).toBe('najva-support-2026-11-23.txt')
  })

  test('without a log or anybody signed in it still helps', async () => {
    rmSync(join(profileDir, 'log'), { recursive: true, force: true })
    const page = createRouterClient(desk.router, { context: desk.newContext() })
    const answer = await page.support.read({ microphones: [], speakers: [] })
    expect(answer).toMatchObject({ ok: true })
    expect(JSON.stringify(answer)).toContain('role: signed out')
  })
})
