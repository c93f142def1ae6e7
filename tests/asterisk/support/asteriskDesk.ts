/** A desk on a real Asterisk: laboratory, stand-alone gateway and the desk of `npm start --gateway`, all on loopback. */
import { join } from 'node:path'
import { type BrowserDesk, startBrowserDesk } from '#main/browser/startBrowserDesk'
import { StartOptions } from '#main/desk/startOptions'
import { type GatewayProcess, startGatewayProcess } from '#tests/asterisk/support/gatewayProcess'
import { openSipPhone, type SipPhone } from '#tests/support/sip/sipPhone'
import { createTempFolder } from '#tests/support/tempFolder'
import type { AsteriskLab } from '#tools/lab/asteriskLab'
import { trunkAddress } from '#tools/lab/labSite'
import { openLab } from '#tools/lab/openLab'
import { buildPage } from '#tools/pageBuild'
import { root } from '#tools/root.mjs'

export interface AsteriskDesk {
  readonly lab: AsteriskLab
  readonly gateway: GatewayProcess
  readonly desk: BrowserDesk
  close(): Promise<void>
}

/** `user` signs in at the start; `start` overrides what the command line would say. */
export async function openAsteriskDesk(start: Partial<StartOptions> = {}): Promise<AsteriskDesk> {
  const folder = createTempFolder()
  const { lab, site } = await openLab(folder.path)
  const gateway = await startGatewayProcess(site.configFile)
  const opened = await startBrowserDesk({
    start: StartOptions.parse({
      gateway: gateway.url,
      user: 'demo',
      'password-file': folder.file('password'),
      ...start,
    }),
    profileDir: folder.file('profile'),
    resourcesDir: join(root, 'resources'),
    pageDir: await buildPage(() => {}),
  })
  if (!opened.ok) throw new Error(`The desk did not open: ${opened.failure.code}`)
  return {
    lab,
    gateway,
    desk: opened.value,
    async close() {
      await opened.value.close()
      await gateway.stop()
      await lab.close()
      folder.remove()
    },
  }
}

/** Somebody who calls from outside and speaks a tone. */
export function openCaller(lab: AsteriskLab, toneHz: number, number = '+989121112233'): Promise<SipPhone> {
  return openSipPhone({
    address: trunkAddress,
    sipPort: lab.sipPort,
    user: number,
    displayName: 'Test Caller',
    password: null,
    toneHz,
  })
}
