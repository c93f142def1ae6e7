/** A newcomer's first minute: `npm start`, the address opened in a browser, and a caller rings with a screen-pop. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type DeskBrowser, openDeskBrowser } from '#tests/support/practiceDesk'
import { root } from '#tools/root.mjs'

let profile: string
let browser: DeskBrowser
let desk: ChildProcess

beforeEach(async () => {
  profile = mkdtempSync(join(tmpdir(), 'najva-first-'))
  browser = await openDeskBrowser()
})

afterEach(async () => {
  const whenEnded = new Promise((resolve) => desk.once('exit', resolve))
  if (desk.exitCode === null && desk.kill('SIGTERM')) await whenEnded
  await browser.close()
  rmSync(profile, { recursive: true, force: true })
})

test('within 15 seconds of the first screen a caller rings, with name, number, queue and wait', async () => {
  const url = await startDesk('--profile', profile, '--locale', 'en')
  const page = await browser.browser.newPage()
  await page.goto(url)
  await page.getByRole('region', { name: 'Status' }).waitFor()
  const alert = page.getByRole('alertdialog', { name: 'Incoming call' })
  await alert.waitFor({ timeout: 15_000 })
  const said = await alert.textContent()
  expect(said).toMatch(/\+98 \d/)
  expect(said).toMatch(/Waited\s*\d\d:\d\d/)
  expect(said).toContain('Support')
  const caller = page.getByRole('region', { name: 'Caller' })
  await vi.waitFor(async () => expect(await caller.textContent()).toMatch(/as of/i), { timeout: 10_000 })
  await alert.getByRole('button', { name: 'Answer' }).click()
  await page.getByRole('button', { name: 'Hang up' }).click()
  await page.getByRole('region', { name: 'Wrap-up' }).waitFor()
})

/** Answers the address in the one line that `--no-open` prints. */
function startDesk(...words: string[]): Promise<string> {
  desk = spawn(
    process.execPath,
    [join(root, 'tools/start.mjs'), '--no-open', '--shell', 'browser', ...words],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  let complaints = ''
  desk.stderr?.on('data', (chunk) => {
    complaints += chunk
  })
  return new Promise((resolve, reject) => {
    desk.stdout?.on('data', (chunk) => {
      output += chunk
      if (output.includes('\n')) resolve(JSON.parse(output).url)
    })
    desk.once('exit', (code) => reject(new Error(`npm start ended with ${code}: ${complaints}`)))
  })
}
