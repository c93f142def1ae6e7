/** A room on a real Asterisk: its queue for our desk as the gateway made it, and one beside it for the bare page. */
import { join } from 'node:path'
import { type AnswerRoom, openTimedPage, voiceDb } from '#bench/answerRoom'
import { untilReady } from '#bench/untilReady'
import { startBrowserDesk } from '#main/browser/startBrowserDesk'
import { StartOptions } from '#main/desk/startOptions'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { openCaller } from '#tests/asterisk/support/asteriskDesk'
import { startGatewayProcess } from '#tests/asterisk/support/gatewayProcess'
import { agentHz, callerHz, openDeskBrowser } from '#tests/support/practiceDesk'
import { servePage } from '#tests/support/servedPage'
import { createTempFolder } from '#tests/support/tempFolder'
import type { AsteriskLab } from '#tools/lab/asteriskLab'
import { type LabCentre, labCentre } from '#tools/lab/labSettings'
import { openLab } from '#tools/lab/openLab'
import { buildPage } from '#tools/pageBuild'
import { root } from '#tools/root.mjs'

/** The bare page is nobody the gateway knows: it would see to it that they are paused. */
const bareExtension = '1009'
const numbers = { ours: '+982188001001', bare: '+982188001009' } as const
/** Calls can follow one another at once. */
const centre: LabCentre = {
  people: labCentre.people,
  queues: labCentre.queues
    .filter(({ id }) => id === 'support')
    .map((queue) => ({ ...queue, ringSeconds: 60, wrapUpSeconds: 0 })),
}

export async function openAsteriskRoom(): Promise<AnswerRoom> {
  const ends: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of ends.splice(0).toReversed()) await end()
  }
  try {
    return { ...(await open(ends)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function open(ends: (() => Promise<void>)[]): Promise<Omit<AnswerRoom, 'close'>> {
  const folder = createTempFolder()
  ends.push(async () => folder.remove())
  const { lab, site, people } = await openLab(folder.path, { centre })
  ends.push(() => lab.close())
  await addBareQueue(lab)
  const gateway = await startGatewayProcess(site.configFile)
  ends.push(async () => void (await gateway.stop()))
  const { browser, close: closeBrowser } = await openDeskBrowser()
  const opened = await startBrowserDesk({
    start: StartOptions.parse({
      gateway: gateway.url,
      user: 'demo',
      'password-file': folder.file('password'),
    }),
    profileDir: folder.file('profile'),
    resourcesDir: join(root, 'resources'),
    pageDir: await buildPage(() => {}),
  })
  if (!opened.ok) throw new Error(`The desk did not open: ${opened.failure.code}`)
  ends.push(() => opened.value.close(), closeBrowser)
  const ours = await openTimedPage(await browser.newContext(), opened.value.url)
  const served = await servePage('bench/barePage.ts')
  ends.push(() => served.close())
  const bare = await openTimedPage(await browser.newContext(), served.url)
  await bare.evaluate((given) => window.startBare(given), {
    uri: `sip:${bareExtension}@127.0.0.1`,
    authorizationUser: bareExtension,
    password: people.find(({ extension }) => extension === '1002')?.sipPassword ?? '',
    serverUrl: lab.wsUrl,
    expiresSeconds: 120,
  })
  for (const extension of ['1001', bareExtension]) await untilThere(lab, extension)
  const caller = await openCaller(lab, callerHz)
  ends.push(() => caller.close())
  return {
    ours,
    bare,
    ring(side) {
      const leg = caller.call(numbers[side])
      return {
        heardAgentAtMs(sinceMs) {
          const heard = caller
            .heardSince(sinceMs - performance.timeOrigin)
            .find(({ frame }) => toneLevelDb(frame, agentHz) > voiceDb)
          return heard === undefined ? null : heard.atMs + performance.timeOrigin
        },
        hangUp: () => leg.hangUp(),
      }
    },
  }
}

/** Of the same kind as the desk's, and none of the gateway's business. */
async function addBareQueue(lab: AsteriskLab): Promise<void> {
  lab.edit('najva_people.conf', (text) => text.replaceAll(/\b1002\b/g, bareExtension))
  const queue = [
    '[bare](najva-queue)',
    'strategy=leastrecent',
    'timeout=60',
    `member => PJSIP/${bareExtension}`,
  ]
  lab.edit('queues.conf', (text) => [text, ...queue, ''].join('\n'))
  lab.edit('extensions.conf', (text) =>
    [
      text,
      '[najva-inbound](+)',
      `exten => ${numbers.bare},1,Set(NAJVA_QUEUE=bare)`,
      ' same => n,Goto(najva-queue,start,1)',
      '',
    ].join('\n'),
  )
  for (const what of ['module reload res_pjsip.so', 'queue reload all']) await lab.cli(what)
  await lab.cli('dialplan reload')
}

/** Registered, and not paused where the gateway has a say. */
async function untilThere(lab: AsteriskLab, extension: string): Promise<void> {
  await untilReady(async () => {
    const member = (await lab.cli('queue show'))
      .split('\n')
      .find((line) => line.includes(`PJSIP/${extension}`))
    return member?.includes('Not in use') === true && !member.includes('paused')
  }, `Extension ${extension} cannot be offered a call`)
}
