/** `npm run lab:asterisk`: installs an Asterisk once and runs it on loopback until Ctrl-C; nothing of a run is left. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installAsterisk } from '#tools/lab/installAsterisk'
import { labFolder } from '#tools/lab/labFolder'
import { trunkAddress } from '#tools/lab/labSite'
import { openLab } from '#tools/lab/openLab'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

try {
  await installAsterisk(labFolder(), say)
  if (process.argv.includes('--install')) say('The laboratory Asterisk is installed.')
  else await runUntilStopped()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function runUntilStopped(): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
  const folder = mkdtempSync(join(tmpdir(), 'najva-lab-'))
  try {
    const { lab, site } = await openLab(folder, { ports: { listen: 4690, watch: 4691 } })
    say(`Asterisk is ready: SIP over WebSocket at ${lab.wsUrl}, callers over UDP from ${trunkAddress} to`)
    say(`127.0.0.1:${lab.sipPort}, number +982188001001. Beside it, in two more terminals:`)
    say(`  npm run gateway -- --config ${site.configFile}`)
    const desk = `npm start -- --gateway ws://127.0.0.1:4690/wire --user demo --password-file ${join(folder, 'password')}`
    say(`  ${desk}`)
    say('Ctrl-C ends it.')
    await stopped
    await lab.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
