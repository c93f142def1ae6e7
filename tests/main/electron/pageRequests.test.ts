/** Item 1 of the checklist, beyond the policy: a page reaches its telephone system by name, encrypted or on this machine, and nothing else. */
import type { Session } from 'electron'
import { expect, test } from 'vitest'
import { toConnectSource } from '#main/desk/pageHeaders'
import { guardRequests } from '#main/electron/pageRequests'

test.each([
  ['wss://pbx.example:8089/ws', 'wss://pbx.example:8089'],
  ['ws://127.0.0.1:8088/ws', 'ws://127.0.0.1:8088'],
  ['ws://localhost/', 'ws://localhost'],
  ['ws://[::1]:8088/', 'ws://[::1]:8088'],
  ['ws://pbx.example/ws', null],
  ['ws://127.0.0.1.evil.example/', null],
  ['https://pbx.example/', null],
  ['wss://*/', null],
  ['wss://*.example/', null],
  ['wss://pbx.example;sandbox/', null],
  ['nonsense', null],
])('1. a telephone system at %s is named in the policy as %s', (address, source) => {
  expect(toConnectSource(address)).toBe(source)
})

test('1. what the policy of an early page would let through is stopped on its way', () => {
  let named: readonly string[] = ['wss:']
  let judge: (details: { url: string }, answer: (verdict: { cancel: boolean }) => void) => void = () =>
    undefined
  const session = { webRequest: { onBeforeRequest: (given: typeof judge) => (judge = given) } }
  guardRequests(session as unknown as Session, () => named)
  const isStopped = (url: string): boolean => {
    let verdict: boolean | null = null
    judge({ url }, ({ cancel }) => (verdict = cancel))
    if (verdict === null) throw new Error('No answer')
    return verdict
  }
  for (const url of [
    'wss://pbx.example/ws',
    'wss://evil.example/',
    'https://evil.example/',
    'file:///etc/passwd',
  ])
    expect(isStopped(url), url).toBe(true)
  expect(isStopped('app://najva/')).toBe(false)
  expect(isStopped('blob:app://najva/1')).toBe(false)
  named = ['wss://pbx.example']
  expect(isStopped('wss://pbx.example/ws')).toBe(false)
  for (const url of [
    'wss://pbx.example:444/',
    'wss://pbx.example.evil.example/',
    'ws://pbx.example/',
    'https://pbx.example/',
  ])
    expect(isStopped(url), url).toBe(true)
  // Signed out, in a call that goes on.
  named = ['wss:']
  expect(isStopped('wss://pbx.example/ws')).toBe(false)
  expect(isStopped('wss://evil.example/')).toBe(true)
})
