/** Updates rehearsed with electron-updater's own downloader against a feed that is right, wrong, slow, torn or hostile. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { dayMs } from '#main/updates/decideUpdate'
import { markOf, type Rehearsal, rehearse } from '#tests/main/updates/rehearsedDesk'
import { blockSize, makeReleaseKey, startUpdateFeed, type UpdateFeed } from '#tests/main/updates/updateFeed'
import { withFeed } from '#tests/main/updates/withFeed'
import type { TempFolder } from '#tests/support/tempFolder'

const key = makeReleaseKey()
const stranger = makeReleaseKey()
const body = randomBytes(blockSize * 6 + 123)
const good = { version: '1.1.0', body }

let folder: TempFolder
let feed: UpdateFeed

withFeed((...opened) => {
  ;[folder, feed] = opened
})

const open = (options: Partial<Parameters<typeof rehearse>[0]> = {}): Rehearsal =>
  rehearse({ folder, feedUrl: feed.url, keys: [key.publicKey], ...options })

/** Looks, and then does whatever would put a version in. */
async function tryAll(rehearsal: Rehearsal): Promise<void> {
  await rehearsal.check()
  await rehearsal.desk.install()
}

test('a good update is fetched, offered with its notes, and put in by a click', async () => {
  feed.release(good, key)
  const rehearsal = open()
  await rehearsal.check()
  expect(rehearsal.desk.current.state).toEqual({
    kind: 'ready',
    version: '1.1.0',
    notes: { en: 'Better', fa: 'بهتر' },
    hindrance: null,
  })
  expect(rehearsal.installed).toEqual([])
  expect((await rehearsal.desk.install()).ok).toBe(true)
  expect(rehearsal.installed).toEqual([markOf(body)])
})

test('what was fetched is put in at the next start, from the disk', async () => {
  feed.release(good, key)
  await open().check()
  const asked = feed.asked.length
  const next = open()
  expect(await next.desk.installEarlier(3000)).toBe(true)
  expect(next.installed).toEqual([markOf(body)])
  expect(feed.asked.slice(asked)).toEqual(['desk/latest.yml', 'desk/latest.yml.sig'])
})

test('a version taken back since it was fetched is not put in at the next start', async () => {
  feed.release(good, key)
  await open().check()
  feed.release(
    {
      ...good,
      change: {
        najva: { channel: 'latest', platform: 'win32', notes: { en: '', fa: '' }, withdrawn: ['1.1.0'] },
      },
    },
    key,
  )
  const next = open()
  expect(await next.desk.installEarlier(3000)).toBe(false)
  expect(next.installed).toEqual([])
})

test('a file changed on the disk after it was fetched is not put in', async () => {
  feed.release(good, key)
  const rehearsal = open()
  await rehearsal.check()
  const pending = folder.file('cache/najva-updater/pending')
  const installer = readdirSync(pending).find((name) => name.endsWith('.exe')) ?? ''
  writeFileSync(join(pending, installer), 'another program')
  expect(await rehearsal.desk.install()).toMatchObject({ ok: false })
  expect(rehearsal.installed).toEqual([])
  expect(rehearsal.desk.current.state).toMatchObject({ kind: 'failed', trouble: 'untrusted' })
})

describe('nothing unverified is ever put in', () => {
  const wrong: readonly (readonly [string, () => void, string])[] = [
    ['no signature', () => feed.files.delete('desk/latest.yml.sig'), 'unreachable'],
    ['an empty signature', () => feed.files.set('desk/latest.yml.sig', Buffer.alloc(0)), 'untrusted'],
    ['the signature of a stranger', () => feed.release(good, stranger), 'untrusted'],
    [
      'a byte changed in the manifest',
      () => {
        const manifest = feed.files.get('desk/latest.yml') ?? Buffer.alloc(0)
        feed.files.set('desk/latest.yml', Buffer.from(manifest.toString().replace('1.1.0', '1.1.1')))
      },
      'untrusted',
    ],
    [
      'another hash of the file',
      () => feed.files.set(`desk/Najva Setup 1.1.0.exe`, randomBytes(body.length)),
      'untrusted',
    ],
    [
      'a file cut short',
      () => feed.files.set(`desk/Najva Setup 1.1.0.exe`, body.subarray(0, 1000)),
      'untrusted',
    ],
    [
      "the beta's manifest",
      () => feed.release({ ...good, change: { najva: najva({ channel: 'beta' }) } }, key),
      'untrusted',
    ],
    [
      "another system's manifest",
      () => feed.release({ ...good, change: { najva: najva({ platform: 'darwin' }) } }, key),
      'untrusted',
    ],
    [
      'a share that is no number',
      () => feed.release({ ...good, change: { stagingPercentage: 'ten' } }, key),
      'untrusted',
    ],
    [
      'a share beyond all',
      () => feed.release({ ...good, change: { stagingPercentage: 101 } }, key),
      'untrusted',
    ],
    ['an unknown part', () => feed.release({ ...good, change: { packages: {} } }, key), 'untrusted'],
    ['no version', () => feed.release({ ...good, change: { version: 'newest' } }, key), 'untrusted'],
    [
      'a redirect of the manifest to a page',
      () => {
        feed.fault = (request, response) => {
          if (request.url?.includes('latest.yml') !== true) return false
          response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the network</html>')
          return true
        }
      },
      'untrusted',
    ],
    [
      'a connection reset in the middle of the file',
      () => {
        feed.fault = (request, response) => {
          if (request.url?.endsWith('.exe') !== true) return false
          response.writeHead(200, { 'content-length': body.length })
          response.write(body.subarray(0, blockSize))
          setImmediate(() => response.destroy())
          return true
        }
      },
      'unreachable',
    ],
  ]
  test.each(wrong)('%s', async (_, spoil, trouble) => {
    feed.release(good, key)
    spoil()
    const rehearsal = open()
    await tryAll(rehearsal)
    expect(rehearsal.installed).toEqual([])
    expect(rehearsal.desk.current.state).toMatchObject({ kind: 'failed', trouble })

    // Right again, the very same desk takes it; where it had been deceived, after a day.
    feed.fault = null
    feed.release(good, key)
    rehearsal.clock.step(dayMs)
    await tryAll(rehearsal)
    expect(rehearsal.installed).toEqual([markOf(body)])
  })

  test('a redirect to another host brings nothing but the file that was promised', async () => {
    const elsewhere = await startUpdateFeed()
    try {
      feed.release(good, key)
      elsewhere.files.set('desk/Najva Setup 1.1.0.exe', randomBytes(body.length))
      feed.fault = (request, response) => {
        if (request.url?.endsWith('.exe') !== true) return false
        response.writeHead(302, { location: `${elsewhere.url.origin}${request.url}` }).end()
        return true
      }
      const rehearsal = open()
      await tryAll(rehearsal)
      expect(elsewhere.asked.length).toBeGreaterThan(0)
      expect(rehearsal.installed).toEqual([])
      elsewhere.files.set('desk/Najva Setup 1.1.0.exe', body)
      rehearsal.clock.step(dayMs)
      await tryAll(rehearsal)
      expect(rehearsal.installed).toEqual([markOf(body)])
    } finally {
      await elsewhere.close()
    }
  })

  test.each(['../evil.exe', 'a/b.exe', "it's.exe", '%PATH%.exe', 'a;b.exe', 'نجوا.exe', 'a"b.exe', '.exe'])(
    'a file named %s is refused before anything is fetched',
    async (file) => {
      feed.release({ ...good, file }, key)
      const rehearsal = open()
      await tryAll(rehearsal)
      expect(rehearsal.desk.current.state).toMatchObject({ kind: 'failed', trouble: 'untrusted' })
      expect(feed.asked).toEqual(['desk/latest.yml', 'desk/latest.yml.sig'])
    },
  )

  test.each([
    ['signed by somebody else', async () => 'The installer is signed by somebody else'],
    ['that Windows cannot judge', async () => 'Windows could not be asked who signed the installer'],
  ])('an installer %s', async (_, checkSignature) => {
    feed.release(good, key)
    const rehearsal = open({ checkSignature })
    await tryAll(rehearsal)
    expect(rehearsal.installed).toEqual([])
    expect(rehearsal.desk.current.state).toMatchObject({ kind: 'failed', trouble: 'untrusted' })
  })
})

function najva(change: object): object {
  return { channel: 'latest', platform: 'win32', notes: { en: '', fa: '' }, withdrawn: [], ...change }
}

describe('only what is new is fetched', () => {
  /** The version that runs lies in the cache, as after an update. */
  function putOldInstaller(old: Buffer): void {
    mkdirSync(folder.file('cache/najva-updater'), { recursive: true })
    writeFileSync(folder.file('cache/najva-updater/installer.exe'), old)
  }
  /** Another in two places: two ranges, each asked for by itself. */
  const newer = Buffer.concat([
    body.subarray(0, blockSize * 2),
    randomBytes(blockSize),
    body.subarray(blockSize * 3, blockSize * 5),
    randomBytes(blockSize),
  ])

  beforeEach(() => {
    feed.release({ version: '1.0.0', body }, key)
    feed.release({ version: '1.1.0', body: newer }, key)
    putOldInstaller(body)
  })

  const fetchedWhole = (): boolean => feed.asked.includes('desk/Najva Setup 1.1.0.exe')

  test('by ranges where the server knows them', async () => {
    const rehearsal = open()
    await tryAll(rehearsal)
    expect(rehearsal.installed).toEqual([markOf(newer)])
    expect(fetchedWhole()).toBe(false)
  })

  test.each([
    [
      'the server knows no ranges',
      () => {
        feed.servesRanges = false
      },
    ],
    [
      'the block map is cut short',
      () => feed.files.set('desk/Najva Setup 1.1.0.exe.blockmap', Buffer.from([0x1f, 0x8b, 8])),
    ],
    ['the block map is not there', () => feed.files.delete('desk/Najva Setup 1.1.0.exe.blockmap')],
    ['the old file is not what it was', () => putOldInstaller(randomBytes(body.length))],
  ])('and the whole file where %s', async (_, spoil) => {
    spoil()
    const rehearsal = open()
    await tryAll(rehearsal)
    expect(rehearsal.installed).toEqual([markOf(newer)])
    expect(fetchedWhole()).toBe(true)
  })
})

test('an older version is never taken, on any channel', async () => {
  feed.release({ version: '0.9.0', body }, key)
  const rehearsal = open()
  await tryAll(rehearsal)
  expect(rehearsal.desk.current.state).toMatchObject({ kind: 'current' })
  expect(feed.asked).toEqual(['desk/latest.yml', 'desk/latest.yml.sig'])
})

test.each([
  [0, 0, false],
  [50, 0.49, true],
  [50, 0.51, false],
  [100, 0.999, true],
])('a release for %i %% and a desk at %f', async (stagingPercentage, place, takes) => {
  feed.release({ ...good, change: { stagingPercentage } }, key)
  const rehearsal = open({ random: () => place })
  await rehearsal.check()
  expect(rehearsal.desk.current.state.kind).toBe(takes ? 'ready' : 'current')
})

test('a site lets new versions wait, and a desk below its minimum does not wait', async () => {
  feed.release(good, key)
  const rehearsal = open({ site: { deferralDays: 3 } })
  await rehearsal.check()
  expect(rehearsal.desk.current.state).toMatchObject({ kind: 'deferred', version: '1.1.0' })
  rehearsal.clock.step(3 * dayMs)
  await rehearsal.check()
  expect(rehearsal.desk.current.state.kind).toBe('ready')
  const old = open({ site: { deferralDays: 30, minimumVersion: '1.0.5' } })
  expect(old.desk.current.mustBe).toBe('1.0.5')
  await old.check()
  expect(old.desk.current.state.kind).toBe('ready')
})

test.each([
  ['call', { isInCall: true, isInWrapUp: false, isAvailable: false }],
  ['wrap-up', { isInCall: false, isInWrapUp: true, isAvailable: true }],
  ['available', { isInCall: false, isInWrapUp: false, isAvailable: true }],
] as const)('nothing is put in during: %s', async (hindrance, doing) => {
  feed.release(good, key)
  const rehearsal = open()
  rehearsal.doing = doing
  await rehearsal.check()
  expect(rehearsal.desk.current.state).toMatchObject({ kind: 'ready', hindrance })
  expect(await rehearsal.desk.install()).toMatchObject({ ok: false, failure: { subject: hindrance } })
  expect(rehearsal.installed).toEqual([])
  rehearsal.doing = { isInCall: false, isInWrapUp: false, isAvailable: false }
  rehearsal.tellActivity()
  expect(rehearsal.desk.current.state).toMatchObject({ kind: 'ready', hindrance: null })
  expect((await rehearsal.desk.install()).ok).toBe(true)
})

test('a version that was put in and does not run is said, rests a day, and after three tries is left alone', async () => {
  feed.release(good, key)
  let rehearsal = open()
  for (let times = 1; times <= 3; times += 1) {
    await tryAll(rehearsal)
    expect(rehearsal.installed).toEqual([markOf(body)])
    rehearsal = open({ clock: rehearsal.clock })
    expect(rehearsal.desk.current.state).toEqual({ kind: 'stuck', version: '1.1.0' })
    expect(await rehearsal.desk.installEarlier(3000)).toBe(false)
    await rehearsal.check()
    expect(rehearsal.installed).toEqual([])
    rehearsal.clock.step(dayMs)
  }
  await tryAll(rehearsal)
  expect(rehearsal.installed).toEqual([])
  expect(rehearsal.desk.current.state).toEqual({ kind: 'stuck', version: '1.1.0' })
  // The next version is another matter.
  feed.release({ version: '1.2.0', body: randomBytes(1000) }, key)
  await tryAll(rehearsal)
  expect(rehearsal.installed).toHaveLength(1)
})

test('a deceived desk does not fetch again before a day has passed', async () => {
  feed.release(good, key)
  feed.files.set('desk/Najva Setup 1.1.0.exe', randomBytes(body.length))
  const rehearsal = open()
  await rehearsal.check()
  const asked = feed.asked.length
  await rehearsal.check()
  expect(rehearsal.desk.current.state).toMatchObject({ kind: 'deferred', version: '1.1.0' })
  expect(feed.asked.slice(asked)).toEqual(['desk/latest.yml', 'desk/latest.yml.sig'])
  expect(existsSync(folder.file('cache/najva-updater/pending/Najva Setup 1.1.0.exe'))).toBe(false)
})
