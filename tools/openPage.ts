/** Shows an address to the person: in a window of a Chromium browser where one is found, else in their own browser. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { findBrowser } from '#tools/findBrowser'

export interface OpenedPage {
  /** Closes the window, when it is one of ours; the person's own browser is theirs. */
  close(): void
}

/** null when there is nothing to show it on: the person opens the address by hand. */
export function openPage(url: string, profileDir: string): OpenedPage | null {
  const { platform, env } = process
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return null
  const browser = process.getuid?.() === 0 ? null : findBrowser()
  if (browser === null) return openAnywhere(url)
  // A profile of its own makes the window ours to close, and lets the first call ring before any click.
  const window = start(browser, [
    `--app=${url}`,
    `--user-data-dir=${join(profileDir, 'browser')}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--autoplay-policy=no-user-gesture-required',
  ])
  return { close: () => void window.kill() }
}

/** The person's own browser, by the system's way of opening addresses. */
export function openAnywhere(url: string): OpenedPage {
  const [command, ...words] = {
    win32: ['cmd', '/c', 'start', '""', url],
    darwin: ['open', url],
  }[process.platform as string] ?? ['xdg-open', url]
  start(command ?? 'xdg-open', words)
  return { close() {} }
}

function start(command: string, words: readonly string[]): ChildProcess {
  const child = spawn(command, words, { stdio: 'ignore' })
  // The address has been printed too: a browser that does not start is not the end of the desk.
  child.on('error', () => undefined)
  return child
}
