/** What a desk needs around it to start: a practice centre with its gateway that is up already, and a browser that is open. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { StartBench } from '#bench/startOnce'
import { createPractice, type Practice, practicePassword } from '#main/desk/practice'
import { StartOptions } from '#main/desk/startOptions'
import { findChromium } from '#tests/support/chromium'
import { freePort } from '#tests/support/crm/loopbackPort'
import { realClock } from '#tests/support/realClock'
import { silentLog } from '#tests/support/silentLog'
import { root } from '#tools/root.mjs'

export interface StartRoom extends StartBench {
  readonly practice: Practice
  close(): Promise<void>
}

/** The browser keeps what it has loaded, as a person's does: a profile of its own on the disk, gone afterwards. */
export async function openStartRoom(): Promise<StartRoom> {
  const folder = mkdtempSync(join(tmpdir(), 'najva-bench-start-'))
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, `${practicePassword}\n`, { mode: 0o600 })
  const practice = await openPractice(folder)
  const context = await chromium.launchPersistentContext(join(folder, 'browser'), {
    executablePath: findChromium(),
    viewport: { width: 1440, height: 900 },
    args: ['--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
  })
  return {
    practice,
    gatewayUrl: String(practice.gatewayUrl),
    userName: practice.person.user,
    passwordFile,
    port: await freePort(),
    context,
    async close() {
      await context.close()
      await practice.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function openPractice(profileDir: string): Promise<Practice> {
  const opened = await createPractice({
    start: StartOptions.parse({ scenario: 'quiet', seed: 7 }),
    profileDir,
    resourcesDir: join(root, 'resources'),
    clock: realClock,
    log: silentLog,
  })
  if (!opened.ok) throw new Error(`The practice centre did not open: ${opened.failure.code}`)
  opened.value.centre.start()
  return opened.value
}
