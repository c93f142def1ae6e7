/** Bundles a TypeScript entry for the browser and serves it as a page on the loopback address. */
import { createServer } from 'node:http'
import { build } from 'vite'

export interface ServedPage {
  readonly url: string
  close(): Promise<void>
}

/** `entry` is a path from the root of the project. The page is empty apart from the script. */
export async function servePage(entry: string): Promise<ServedPage> {
  const script = await bundle(entry)
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(
      isScript ? script : '<!doctype html><title>page</title><script type=module src=page.js></script>',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The page has no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function bundle(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, rollupOptions: { input: entry } },
  })
  const first = Array.isArray(output) ? output[0] : output
  if (first === undefined || !('output' in first)) throw new Error('Nothing was built')
  const chunk = first.output.find((part) => part.type === 'chunk')
  if (chunk === undefined) throw new Error('No script was built')
  return chunk.code
}
