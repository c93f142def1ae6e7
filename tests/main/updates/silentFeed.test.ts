/** A feed that takes a question and says nothing more, or stops in the middle, holds no desk up: it is given up, and asked again. */
import { randomBytes } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { markOf, rehearse } from '#tests/main/updates/rehearsedDesk'
import { blockSize, makeReleaseKey, type UpdateFeed } from '#tests/main/updates/updateFeed'
import { withFeed } from '#tests/main/updates/withFeed'
import type { TempFolder } from '#tests/support/tempFolder'

const key = makeReleaseKey()
const body = randomBytes(blockSize * 6)
const soon = { timeout: 20_000 }
let folder: TempFolder
let feed: UpdateFeed

withFeed((...opened) => {
  ;[folder, feed] = opened
  feed.release({ version: '1.1.0', body }, key)
})

const open = () => rehearse({ folder, feedUrl: feed.url, keys: [key.publicKey] })

/** Lets time pass, a second at a time and never all at once, until the desk has given up; the minutes it took. */
async function untilGivenUp({ desk, clock }: ReturnType<typeof open>): Promise<number> {
  const startedAtMs = clock.nowMs()
  await vi.waitFor(
    async () => {
      await clock.advanceAsync(1000)
      expect(desk.current.state.kind).toBe('failed')
    },
    { ...soon, interval: 1 },
  )
  return (clock.nowMs() - startedAtMs) / 60_000
}

test.each(['latest.yml', 'latest.yml.sig'])('silent at %s', async (silent) => {
  feed.fault = ({ url }) => url?.endsWith(silent) === true
  const rehearsal = open()
  void rehearsal.desk.check()
  await vi.waitFor(() => expect(feed.asked).toContain(`desk/${silent}`), soon)
  expect(await untilGivenUp(rehearsal)).toBeLessThan(2)
  expect(rehearsal.desk.current.state).toMatchObject({ trouble: 'unreachable' })
  feed.fault = null
  await rehearsal.check()
  await rehearsal.desk.install()
  expect(rehearsal.installed).toEqual([markOf(body)])
})

test('silent in the middle of the file', async () => {
  feed.fault = (request, response) => {
    if (request.url?.endsWith('.exe') !== true) return false
    response.writeHead(200, { 'content-length': body.length })
    response.write(body.subarray(0, blockSize * 3))
    return true
  }
  const rehearsal = open()
  void rehearsal.desk.check()
  await vi.waitFor(() => expect(feed.asked).toContain('desk/Najva Setup 1.1.0.exe'), soon)
  expect(await untilGivenUp(rehearsal)).toBeLessThan(5)
  expect(rehearsal.installed).toEqual([])
  expect(rehearsal.desk.current.state).toMatchObject({ trouble: 'unreachable' })
  feed.fault = null
  await rehearsal.check()
  await rehearsal.desk.install()
  expect(rehearsal.installed).toEqual([markOf(body)])
})
