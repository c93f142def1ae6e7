/** `npm run dev`: the page with hot reload from Vite, and a practice desk behind it. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createServer, type ProxyOptions } from 'vite'
import { startBrowserDesk } from '#main/browser/startBrowserDesk'
import { StartOptions, toDefaultProfile } from '#main/desk/startOptions'
import { buildPage } from '#tools/pageBuild'
import { toPageConfig } from '#tools/pageConfig'
import { root } from '#tools/root.mjs'
import { toSentence } from '#tools/startSentences'

const start = StartOptions.parse({ 'no-open': true })
const answer = await startBrowserDesk({
  start,
  profileDir: `${toDefaultProfile(process.platform, homedir(), process.env)}-dev`,
  resourcesDir: join(root, 'resources'),
  pageDir: await buildPage(console.log),
})
if (!answer.ok) {
  console.error(toSentence(answer.failure, start))
  process.exit(1)
}
const desk = answer.value
const page = await createServer({
  ...toPageConfig(join(root, 'out/dev')),
  configFile: false,
  logLevel: 'info',
  server: { host: '127.0.0.1', proxy: { '/bridge': await toBridgeProxy(desk.url) } },
})
await page.listen()
page.printUrls()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)

async function stop(): Promise<void> {
  await page.close()
  await desk.close()
  process.exit(0)
}

/** Goes through the shell's door as its own page would, for pages of this Vite server and no other. */
async function toBridgeProxy(url: string): Promise<ProxyOptions> {
  const { origin, host } = new URL(url)
  const welcome = await fetch(url, { redirect: 'manual' })
  const cookie = welcome.headers.get('set-cookie')?.split(';')[0] ?? ''
  return {
    target: `ws://${host}`,
    ws: true,
    changeOrigin: true,
    headers: { origin, cookie },
    configure(proxy) {
      proxy.on('proxyReqWs', (_outgoing, incoming, socket) => {
        if (URL.parse(incoming.headers.origin ?? '')?.host !== incoming.headers.host) socket.destroy()
      })
    },
  }
}
