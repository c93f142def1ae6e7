/** Chooses where the desk opens: Electron when its runtime is there or can be fetched, else the browser. */
import type { StartOptions } from '#main/desk/startOptions'
import { fetchElectron, findElectron, whyNoWindow } from '#tools/electronRuntime'

export type Shell =
  | { readonly kind: 'electron'; readonly program: string }
  | { readonly kind: 'browser'; stopFetching(): void }
  /** Electron was asked for by name and cannot be had. */
  | { readonly kind: 'none'; readonly sentence: string }

const browser: Shell = { kind: 'browser', stopFetching() {} }

export async function chooseShell(start: StartOptions, say: (line: string) => void): Promise<Shell> {
  // A port or a silent start can only mean the browser shell.
  if (start.shell === 'browser' || start['no-open'] || start.port !== null) return browser
  const obstacle = whyNoWindow(process.platform, process.env, process.getuid?.() ?? null)
  if (obstacle !== null) return withoutElectron(start, say, `No Electron window here: ${obstacle}`)
  const program = findElectron()
  if (program !== null) return { kind: 'electron', program }
  say('Fetching the Electron runtime (once, up to 20 s).')
  const fetching = await fetchElectron()
  const fetched = fetching.outcome === 'there' ? findElectron() : null
  if (fetched !== null) return { kind: 'electron', program: fetched }
  if (fetching.outcome === 'failed')
    return withoutElectron(start, say, 'The Electron runtime cannot be fetched')
  if (start.shell === 'electron') fetching.stop()
  const chosen = withoutElectron(start, say, 'The Electron runtime is still on its way')
  return chosen.kind === 'browser' ? { kind: 'browser', stopFetching: fetching.stop } : chosen
}

function withoutElectron(start: StartOptions, say: (line: string) => void, why: string): Shell {
  if (start.shell === 'electron')
    return { kind: 'none', sentence: `${why}. Leave out --shell to use a browser.` }
  say(`${why}; opening in the browser instead.`)
  return browser
}
