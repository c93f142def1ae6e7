/** Serves the page inside Electron from `app://najva`: the files of the build and nothing else. */
import { protocol, type Session } from 'electron'
import type { PageFile } from '#main/desk/pageFiles'
import { toPageHeaders } from '#main/desk/pageHeaders'

/** Once, before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

export function servePage(
  session: Session,
  files: ReadonlyMap<string, PageFile>,
  connectTo: () => readonly string[],
): void {
  session.protocol.handle('app', (request) => {
    const url = URL.parse(request.url)
    const file = url?.host === 'najva' ? files.get(url.pathname) : undefined
    // The card speaks by its port alone.
    const isCard = url?.pathname.startsWith('/popOut/') === true
    const headers = toPageHeaders(isCard ? [] : connectTo())
    if (file === undefined || request.method !== 'GET') return new Response(null, { status: 404, headers })
    return new Response(new Uint8Array(file.body), {
      headers: { ...headers, 'content-type': file.contentType },
    })
  })
}
