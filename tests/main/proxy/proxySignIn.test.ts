/** Who signs in where: asked once, told to nobody else, three tries, and kept only where a keychain is and the person says so. */
import { beforeEach, expect, test } from 'vitest'
import type { ProxyChallenge } from '#main/desk/proxy/proxyRule'
import { createProxySignIn, type ProxySignIn, type SecretBox } from '#main/desk/proxy/proxySignIn'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'

const corp: ProxyChallenge = { proxy: 'http://proxy.corp:3128', scheme: 'basic', realm: 'Corp net' }
const right = { user: 'sara', password: 'right' }
let clock: FakeClock
let kept: string | null

beforeEach(() => {
  clock = createFakeClock()
  kept = null
})

const keychain: SecretBox = {
  load: async () => kept,
  async save(text) {
    kept = text === '' ? null : text
  },
}

function open(box: SecretBox | null = null): Promise<ProxySignIn> {
  return createProxySignIn({ clock, newId: () => crypto.randomUUID(), box, log: silentLog })
}

function tell(signIn: ProxySignIn, password = 'right', keep = false): void {
  const id = signIn.question?.id
  if (id === undefined) throw new Error('Nothing is asked')
  expect(signIn.answer({ id, user: 'sara', password, keep })).toEqual({ ok: true, value: null })
}

test('asked once for however many connections, and told to that proxy, scheme and realm alone', async () => {
  const signIn = await open()
  expect(signIn.find(corp, null)).toBeNull()
  const first = signIn.question
  expect(signIn.find(corp, null)).toBeNull()
  expect(signIn.question).toBe(first)
  expect(first).toMatchObject({
    proxy: 'proxy.corp:3128',
    realm: 'Corp net',
    wasWrong: false,
    triesLeft: 3,
    isReadable: true,
    canKeep: false,
  })
  tell(signIn)
  expect(signIn.question).toBeNull()
  expect(signIn.find(corp, null)).toEqual(right)
  for (const other of [
    { ...corp, realm: 'corp net' },
    { ...corp, proxy: 'http://proxy.corp:3129' },
    { ...corp, proxy: 'https://proxy.corp:3128' },
    { ...corp, scheme: 'ntlm' as const },
  ])
    expect(signIn.find(other, null)).toBeNull()
})

test('three wrong ones, and it is left alone for five minutes', async () => {
  const signIn = await open()
  signIn.find(corp, null)
  for (const [wrong, left] of [
    ['a', 2],
    ['b', 1],
  ] as const) {
    tell(signIn, wrong)
    expect(signIn.find(corp, { user: 'sara', password: wrong })).toBeNull()
    expect(signIn.question).toMatchObject({ wasWrong: true, triesLeft: left })
  }
  tell(signIn, 'c')
  expect(signIn.find(corp, { user: 'sara', password: 'c' })).toBeNull()
  expect(signIn.question).toBeNull()
  expect(signIn.find(corp, null)).toBeNull()
  expect(await signIn.wait(corp, null)).toBeNull()
  clock.advance(299_000)
  signIn.find(corp, null)
  expect(signIn.question).toBeNull()
  clock.advance(1001)
  signIn.find(corp, null)
  expect(signIn.question).toMatchObject({ wasWrong: false, triesLeft: 3 })
})

test('who has closed the question and then signs in at the desk is asked again at once', async () => {
  const signIn = await open()
  signIn.find(corp, null)
  signIn.dismiss(signIn.question?.id ?? '')
  signIn.find(corp, null)
  expect(signIn.question).toBeNull()
  signIn.askAgain()
  expect(signIn.question).toBeNull()
  signIn.find(corp, null)
  expect(signIn.question).not.toBeNull()
})

test('two connections that are turned down with the same word count as one', async () => {
  const signIn = await open()
  signIn.find(corp, null)
  tell(signIn, 'a')
  signIn.find(corp, { user: 'sara', password: 'a' })
  signIn.find(corp, { user: 'sara', password: 'a' })
  expect(signIn.question).toMatchObject({ triesLeft: 2 })
  tell(signIn)
  // What was told before is turned down late: the new one stays.
  expect(signIn.find(corp, { user: 'sara', password: 'a' })).toEqual(right)
})

test('who waits is told when the person has spoken, and when they would rather not', async () => {
  const signIn = await open()
  const told: string[] = []
  signIn.onSignedIn(() => told.push('signed in'))
  const first = signIn.wait(corp, null)
  tell(signIn)
  expect(await first).toEqual(right)
  expect(told).toEqual(['signed in'])
  const other = { ...corp, realm: 'other' }
  const second = signIn.wait(other, null)
  const id = signIn.question?.id ?? ''
  expect(signIn.dismiss(id).ok).toBe(true)
  expect(await second).toBeNull()
  expect(signIn.answer({ id, ...right, keep: false })).toMatchObject({ failure: { code: 'not-found' } })
  const third = signIn.wait({ ...corp, realm: 'third' }, null)
  signIn.close()
  expect(await third).toBeNull()
})

test('a second proxy waits for its turn', async () => {
  const signIn = await open()
  const other = { ...corp, proxy: 'http://b.corp:3128' }
  const [first, second] = [signIn.wait(corp, null), signIn.wait(other, null)]
  expect(signIn.question?.proxy).toBe('proxy.corp:3128')
  tell(signIn)
  expect(await first).toEqual(right)
  expect(signIn.question?.proxy).toBe('b.corp:3128')
  tell(signIn, 'also')
  expect(await second).toEqual({ user: 'sara', password: 'also' })
})

test('kept only when asked to be and where there is a keychain; a kept one that is wrong is never sent twice', async () => {
  const signIn = await open(keychain)
  signIn.find(corp, null)
  tell(signIn, 'right', false)
  expect(kept).toBeNull()
  signIn.find({ ...corp, realm: 'two' }, null)
  tell(signIn, 'second', true)
  await expect.poll(() => kept).toContain('second')
  expect(kept).not.toContain('Corp net')

  const later = await open(keychain)
  expect(later.find({ ...corp, realm: 'two' }, null)).toEqual({ user: 'sara', password: 'second' })
  expect(later.find({ ...corp, realm: 'two' }, { user: 'sara', password: 'second' })).toBeNull()
  expect(later.question).toMatchObject({ wasWrong: false, triesLeft: 3, canKeep: true })
  await expect.poll(() => kept).toBeNull()
})

test('a proxy that invents realms is asked no further, and what is kept in no shape of ours is nothing', async () => {
  kept = '[["http://x", 1]]'
  const signIn = await open(keychain)
  for (let at = 0; at < 20; at += 1) {
    signIn.find({ ...corp, realm: `r${at}` }, null)
    const id = signIn.question?.id
    if (id !== undefined) signIn.dismiss(id)
  }
  expect(signIn.find({ ...corp, realm: 'one more' }, null)).toBeNull()
  expect(signIn.question).toBeNull()
})
