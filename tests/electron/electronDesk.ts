/** Starts the desk in Electron's real runtime, as `npm start` does, with a profile of the test's own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type ElectronApplication, _electron as electron, type Page } from 'playwright-core'
import { createTempFolder } from '#tests/support/tempFolder'
import { findElectron } from '#tools/electronRuntime'
import { root } from '#tools/root.mjs'

export interface ElectronDesk {
  readonly app: ElectronApplication
  readonly page: Page
  readonly profileDir: string
  /** Starts the program once more on the same profile; settles with its exit code. */
  startAgain(...words: readonly string[]): Promise<number>
  close(): Promise<void>
}

/** Nobody answers there: the page asks who one is. */
export const silentGateway = 'ws://127.0.0.1:9/wire'

/** A microphone and a camera that need no hardware; who may use them is still our own answer. */
const quietDevices = ['--use-fake-device-for-media-stream']

export async function openElectronDesk(start: object): Promise<ElectronDesk> {
  const executablePath = findElectron()
  if (executablePath === null) throw new Error('There is no Electron runtime')
  const profile = createTempFolder()
  const options = `--najva-start=${JSON.stringify({ ...start, profile: profile.path, locale: 'en' })}`
  const app = await electron.launch({ executablePath, args: [...quietDevices, root, options], cwd: root })
  const page = await app.firstWindow()
  return {
    app,
    page,
    profileDir: profile.path,
    async startAgain(...words) {
      const second = spawn(executablePath, [...quietDevices, root, options, ...words], { stdio: 'ignore' })
      const [code] = await once(second, 'exit')
      return code ?? 1
    },
    async close() {
      // Not by quitting: a call would ask first.
      await app.evaluate(({ app }) => app.exit(0)).catch(() => undefined)
      await app.close()
      profile.remove()
    },
  }
}
