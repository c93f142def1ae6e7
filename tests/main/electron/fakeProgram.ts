/** The stand-in for the `electron` module that a whole start needs: what it is told before it is ready, in order. */
import { resolve } from 'node:path'
import { app, dialog, FakeSession, type FakeWindow, opened } from '#tests/main/electron/fakeElectron'
import { root } from '#tools/root.mjs'

export * from '#tests/main/electron/fakeElectron'

class FakeProgramSession extends FakeSession {
  resolveProxy = async (): Promise<string> => 'DIRECT'
  readonly requests: { judge: ((details: object, answer: (verdict: object) => void) => void) | null } = {
    judge: null,
  }
  readonly webRequest = {
    onBeforeRequest: (judge: (details: object, answer: (verdict: object) => void) => void) => {
      this.requests.judge = judge
    },
  }
}

export const session = { defaultSession: new FakeProgramSession() }

/** What happened, in the order it did: `ready` is the system's own moment. */
export const steps: string[] = []

export interface FakeStart {
  /** Whether another copy of the program runs already. */
  readonly isSecond?: boolean
  /** As `npm start` runs it when absent: nothing is registered with the system, nothing is renewed. */
  readonly isPackaged?: boolean
  /** In the words it is started with. */
  readonly profile: string
}

/** Before `start.ts` is read: it begins by itself. */
export function prepareStart({ isSecond = false, isPackaged = false, profile }: FakeStart): void {
  steps.length = 0
  const words = JSON.stringify({ profile, scenario: 'quiet', seed: 7, locale: 'en' })
  process.argv = [process.execPath, root, `--najva-start=${words}`]
  app.paths.userData = `${profile}/usual`
  app.paths.exe = process.execPath
  Object.assign(dialog, {
    showErrorBox: (title: string, text: string) => steps.push(`error ${title} ${text}`),
  })
  Object.assign(app, {
    accessibilitySupportEnabled: false,
    isPackaged,
    commandLine: { hasSwitch: () => false },
    getAppPath: () => resolve(root),
    getVersion: () => '0.0.1',
    getName: () => 'najva',
    getLocale: () => 'en-US',
    setPath: (name: string, path: string) => {
      app.paths[name] = path
    },
    requestSingleInstanceLock: () => {
      steps.push('lock')
      return !isSecond
    },
    enableSandbox: () => steps.push('sandbox'),
    async whenReady() {
      if (!steps.includes('ready')) steps.push('ready')
    },
  })
}

/** The desk's window, once it is open. */
export function deskWindow(): FakeWindow | null {
  return opened[0] ?? null
}
