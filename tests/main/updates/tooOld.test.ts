/** A desk older than its organisation lets work: nobody signs in, and it says which version is asked for. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defaultSiteSettings, type SiteSettings } from '#contract/siteSettings'
import { createDesk, type Desk } from '#main/desk/createDesk'
import { openAppUpdates } from '#main/electron/appUpdates'
import { createScriptedGateway, type ScriptedGateway } from '#tests/main/desk/scriptedGateway'
import { app } from '#tests/main/electron/fakeElectron'
import { createFakeHidTransport } from '#tests/support/fakeHidTransport'
import { realClock } from '#tests/support/realClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

let folder: TempFolder
let gateway: ScriptedGateway
let desk: Desk | null

beforeEach(async () => {
  folder = createTempFolder()
  gateway = await createScriptedGateway()
  gateway.answerSignIn = vi.fn(gateway.answerSignIn)
  desk = null
  // What Electron says of a packed program.
  Object.assign(app, {
    getVersion: () => '1.3.9',
    getAppPath: () => folder.path,
    getName: () => 'Najva',
  })
})

afterEach(async () => {
  await desk?.close()
  await gateway.close()
  folder.remove()
})

/** As `start.ts` opens it: what runs is asked of Electron, what is asked for comes from the policy. */
function openDesk(minimumVersion: string): Desk {
  const site: SiteSettings = {
    ...defaultSiteSettings,
    updates: { ...defaultSiteSettings.updates, minimumVersion },
  }
  desk = createDesk({
    profileDir: folder.path,
    key: new Uint8Array(32).fill(7),
    gatewayUrl: gateway.url,
    cardSource: null,
    locale: null,
    updates: { ...openAppUpdates(site), site: site.updates },
    headsetTransport: createFakeHidTransport(),
    clock: realClock,
    random: () => 0.5,
    newId: () => 'id',
    log: silentLog,
  })
  return desk
}

test('nobody signs in, whoever asks; the gateway is never told a password', async () => {
  const { link, updates } = openDesk('1.4.0')
  const answer = await link.signIn('demo', 'right')
  expect(answer).toEqual({ ok: false, failure: { code: 'too-old', subject: '1.4.0', retryAfterMs: null } })
  expect(link.session).toBeNull()
  expect(gateway.answerSignIn).not.toHaveBeenCalled()
  expect(updates.current).toMatchObject({ current: '1.3.9', mustBe: '1.4.0' })
})

test.each(['', '1.3.9', '1.3.0', 'not a version'])('with "%s" asked for, people sign in', async (minimum) => {
  const { link } = openDesk(minimum)
  expect((await link.signIn('demo', 'right')).ok).toBe(true)
  expect(gateway.answerSignIn).toHaveBeenCalledOnce()
})
