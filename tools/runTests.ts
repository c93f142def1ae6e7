/** Runs format, lint, types, then the tests, then the end-to-end tests, and counts what passed and failed. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from '#tools/findBrowser'
import { installAsterisk } from '#tools/lab/installAsterisk'
import { labFolder, whyNoAsterisk } from '#tools/lab/labFolder'
import { root } from '#tools/root.mjs'
import { addCounts, type Count, countReport, toSummary } from '#tools/testCount'

const reportDir = join(root, 'out/tests')
const failedOne: Count = { passed: 0, failed: 1 }
const passedOne: Count = { passed: 1, failed: 0 }
const bin = (name: string): string => join(root, 'node_modules', name)

const counts = [
  await check('format', [bin('@biomejs/biome/bin/biome'), 'format', '.']),
  await check('lint', [bin('@biomejs/biome/bin/biome'), 'lint', '.']),
  await check('types', [bin('typescript/bin/tsc'), '-b']),
  await runVitest('unit and scenario', excluding('tests/e2e/**', 'tests/asterisk/**', 'tests/electron/**')),
  await runEndToEnd(),
  await runOnAsterisk(),
]
const total = counts.reduce(addCounts)
process.stdout.write(`${toSummary(total)}\n`, () => process.exit(total.failed === 0 ? 0 : 1))

/** Those with a run of their own; Electron's is `npm run test:electron`. */
function excluding(...patterns: readonly string[]): string[] {
  return patterns.flatMap((pattern) => ['--exclude', pattern])
}

/** One check; what it says is shown only when it fails. */
async function check(name: string, words: readonly string[]): Promise<Count> {
  const { code, output } = await run(words)
  console.log(`${code === 0 ? 'ok' : 'FAILED'}  ${name}`)
  if (code !== 0) console.log(output.trim())
  return code === 0 ? passedOne : failedOne
}

async function runEndToEnd(): Promise<Count> {
  if (findBrowser() !== null) return runVitest('end to end', ['tests/e2e', '--no-file-parallelism'])
  console.log('end to end: not run: no browser')
  return process.env.CI === 'true' ? failedOne : { passed: 0, failed: 0 }
}

/** On a real Asterisk: where tests must run it is installed first, elsewhere it is only used when it is there. */
async function runOnAsterisk(): Promise<Count> {
  const isNeeded = process.env.CI === 'true'
  if (isNeeded) await installAsterisk(labFolder(), console.log).catch((error) => console.log(String(error)))
  const why = findBrowser() === null ? 'no browser' : whyNoAsterisk()
  if (why === null) return runVitest('asterisk', ['tests/asterisk', '--no-file-parallelism'])
  console.log(`asterisk: not run: no Asterisk (${why})`)
  return isNeeded ? failedOne : { passed: 0, failed: 0 }
}

async function runVitest(name: string, words: readonly string[]): Promise<Count> {
  mkdirSync(reportDir, { recursive: true })
  const report = join(reportDir, `${name.replaceAll(' ', '-')}.json`)
  rmSync(report, { force: true })
  const { code, output } = await run([
    bin('vitest/vitest.mjs'),
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
    '--passWithNoTests',
    ...words,
  ])
  const count = existsSync(report) ? countReport(readFileSync(report, 'utf8'), code) : failedOne
  console.log(`${count.failed === 0 ? 'ok' : 'FAILED'}  ${name}: ${toSummary(count)}`)
  if (count.failed > 0) console.log(output.trim())
  return count
}

function run(words: readonly string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output += chunk
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const stop = () => void child.kill('SIGTERM')
  process.once('SIGTERM', stop)
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => {
      process.off('SIGTERM', stop)
      resolve({ code: code ?? 1, output })
    })
  })
}
