/** Builds the gallery as the page is built and serves it under the page's own strict policy. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { readPageFiles } from '#main/desk/pageFiles'
import { toPageHeaders } from '#main/desk/pageHeaders'
import type { FixtureName } from '#tests/renderer/gallery/fixtures'
import { toPageConfig } from '#tools/pageConfig'
import { root } from '#tools/root.mjs'

export interface Gallery {
  toUrl(fixture: FixtureName, locale: 'en' | 'fa', theme: 'light' | 'dark'): string
  close(): Promise<void>
}

export async function openGallery(): Promise<Gallery> {
  const files = await buildGallery()
  const headers = toPageHeaders([])
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://127.0.0.1').pathname)
    response.writeHead(file === undefined ? 404 : 200, {
      ...headers,
      'content-type': file?.contentType ?? 'text/plain',
    })
    response.end(file?.body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The gallery has no port')
  return {
    toUrl: (fixture, locale, theme) =>
      `http://127.0.0.1:${address.port}/?fixture=${fixture}&locale=${locale}&theme=${theme}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function buildGallery(): Promise<ReturnType<typeof readPageFiles>> {
  const folder = mkdtempSync(join(tmpdir(), 'najva-gallery-'))
  try {
    await build({
      ...toPageConfig(folder),
      root: join(root, 'tests/renderer/gallery'),
      configFile: false,
      logLevel: 'error',
    })
    return readPageFiles(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
