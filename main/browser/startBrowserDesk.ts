/** Starts a desk behind the browser shell: everything `npm start` needs where there is no Electron. */
import { join } from 'node:path'
import { type Answer, done, type Failure } from '#contract/failure'
import { createBridgeSocket } from '#main/browser/bridgeSocket'
import { createBrowserShell } from '#main/browser/browserShell'
import type { Desk } from '#main/desk/createDesk'
import type { Log } from '#main/desk/log'
import { openDesk } from '#main/desk/openDesk'
import { readPageFiles } from '#main/desk/pageFiles'
import type { Practice } from '#main/desk/practice'
import { newSecret } from '#main/desk/realTime'
import type { StartOptions } from '#main/desk/startOptions'
import { loadProfileKey } from '#main/store/profileKey'
import type { HeadsetTransport } from '#native/transport'

export interface BrowserDeskOptions {
  readonly start: StartOptions
  /** Absolute. */
  readonly profileDir: string
  readonly resourcesDir: string
  /** The built page; one that is still being looked for is waited for when the person is signed in. */
  readonly pageDir: string | Promise<string>
  /** The way to USB headsets; node-hid when absent. */
  readonly headsetTransport?: HeadsetTransport | undefined
}

export interface BrowserDesk {
  /** Open it in a browser on this machine. */
  readonly url: string
  readonly desk: Desk
  readonly log: Log
  readonly practice: Practice | null
  /** Why the person named at the start is not signed in; null when nobody was named or all is well. */
  readonly signInFailure: Failure | null
  close(): Promise<void>
}

/** Fails with `port-taken`, or as `openDesk` does. */
export async function startBrowserDesk(options: BrowserDeskOptions): Promise<Answer<BrowserDesk>> {
  const { start, profileDir } = options
  const opened = await openDesk({
    ...options,
    loadKey: (clock) => loadProfileKey(join(profileDir, 'key'), clock),
  })
  if (!opened.ok) return opened
  const { desk, log, connectTo, signInFailure } = opened.value
  const bridge = createBridgeSocket(desk.router, desk.newContext)
  const shell = await createBrowserShell({
    port: start.port,
    files: readPageFiles(await options.pageDir),
    connectTo,
    onBridge: bridge.take,
    newSecret,
    log,
  })
  if (!shell.ok) {
    await opened.value.close()
    return shell
  }
  return done({
    url: shell.value.url,
    desk,
    log,
    practice: opened.value.practice,
    signInFailure,
    async close() {
      bridge.close()
      await shell.value.close()
      await opened.value.close()
    },
  })
}
