/** Proves `npm start` as a person or a machine uses it: it says when it is ready, refuses clearly, and ends whole. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { root } from '#tools/root.mjs'

const startFile = join(root, 'tools/start.mjs')
let profile: string
let started: ChildProcess[]

beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'najva-start-'))
  started = []
})

afterEach(async () => {
  for (const child of started) child.kill('SIGKILL')
  await untilNothingRuns()
  rmSync(profile, { recursive: true, force: true })
})

interface Run {
  readonly child: ChildProcess
  readonly text: { out: string; error: string }
  readonly whenEnded: Promise<number | null>
}

function start(...words: string[]): Run {
  const child = spawn(process.execPath, [startFile, '--profile', profile, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const text = { out: '', error: '' }
  child.stdout?.on('data', (chunk) => {
    text.out += chunk
  })
  child.stderr?.on('data', (chunk) => {
    text.error += chunk
  })
  return { child, text, whenEnded: new Promise((resolve) => child.on('close', resolve)) }
}

/** The address in the one line on standard output. */
async function untilReady(run: Run): Promise<string> {
  await vi.waitFor(() => expect(run.text.out, run.text.error).toContain('\n'), 60_000)
  const line: unknown = JSON.parse(run.text.out)
  expect(line).toEqual({
    ready: true,
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/start\?code=/),
  })
  return (line as { url: string }).url
}

/** Processes that carry this test's profile in their command line. */
function listProcesses(): string[] {
  const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
  return all.split('\n').filter((line) => line.includes(profile) && !line.includes('<defunct>'))
}

const untilNothingRuns = () => vi.waitFor(() => expect(listProcesses()).toEqual([]), 10_000)

test('says ready in one line, lets in only by the code, and ends with everything it started', async () => {
  const run = start('--no-open')
  const url = await untilReady(run)
  const { origin } = new URL(url)
  expect((await fetch(`${origin}/`)).status).toBe(403)
  expect((await fetch(`${origin}/start?code=guess`)).status).toBe(403)
  const welcome = await fetch(url, { redirect: 'manual' })
  const cookie = welcome.headers.get('set-cookie')?.split(';')[0] ?? ''
  const page = await fetch(`${origin}/`, { headers: { cookie } })
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('<title>Najva</title>')
  expect(listProcesses().length).toBe(2)
  run.child.kill('SIGTERM')
  expect(await run.whenEnded).toBe(0)
  expect(listProcesses()).toEqual([])
  expect(run.text.out.trim().split('\n').length).toBe(1)
})

test('ends even when the command that started it is killed', async () => {
  const run = start('--no-open')
  await untilReady(run)
  run.child.kill('SIGKILL')
  await untilNothingRuns()
})

test('ends when npm is told to end, though the signal stops at the shell in between', async () => {
  const shell = spawn('sh', [
    '-c',
    '"$0" "$1" --no-open --profile "$2"; :',
    process.execPath,
    startFile,
    profile,
  ])
  started.push(shell)
  await new Promise((resolve) => shell.stdout.once('data', resolve))
  expect(listProcesses().length).toBeGreaterThanOrEqual(3)
  shell.kill('SIGTERM')
  await untilNothingRuns()
})

test('a port that is taken is said in one sentence', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => holder.once('listening', resolve))
  const { port } = holder.address() as AddressInfo
  const run = start('--no-open', '--port', String(port))
  expect(await run.whenEnded).toBe(1)
  expect(run.text.error).toContain(`Port ${port} is in use.`)
  expect(run.text.out).toBe('')
  holder.close()
})

test('a wrong password is said, and does not say which of the two was wrong', async () => {
  const file = join(profile, 'password')
  writeFileSync(file, 'guess\n')
  const run = start('--no-open', '--user', 'demo', '--password-file', file)
  expect(await run.whenEnded).toBe(1)
  expect(run.text.error).toContain('User or password is wrong for demo.')
  expect(run.text.error).not.toContain('guess')
})

test('a profile that cannot be written costs nothing but tomorrow', async () => {
  writeFileSync(join(profile, 'file'), 'in the way')
  const run = start('--no-open', '--profile', join(profile, 'file'))
  const url = await untilReady(run)
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(303)
  run.child.kill('SIGTERM')
  expect(await run.whenEnded).toBe(0)
})

test.each([
  { words: ['--bogus'], code: 2, sentence: 'There is no option --bogus.' },
  { words: ['--port', '80'], code: 2, sentence: '--port needs N, not "80".' },
  { words: ['--gateway', 'ws://pbx.example/', '--no-open'], code: 1, sentence: '--gateway must be wss://' },
  { words: ['--scenario', 'nowhere', '--no-open'], code: 1, sentence: 'no practice scenario nowhere' },
  { words: ['--user', 'nobody', '--no-open'], code: 1, sentence: 'knows nobody called nobody' },
])('$words is refused with a sentence', async ({ words, code, sentence }) => {
  const run = start(...words)
  expect(await run.whenEnded).toBe(code)
  expect(run.text.error).toContain(sentence)
  expect(run.text.out).toBe('')
})
