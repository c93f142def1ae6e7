/** Unpacks packages of the operating system into a folder: nothing is installed, and no service starts. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** With what they need and this machine lacks. Throws with what apt said when they cannot be had. */
export function unpackPackages(names: readonly string[], root: string): void {
  if (process.platform !== 'linux') throw new Error('they come from Debian’s packages')
  const downloads = join(root, 'downloads')
  mkdirSync(downloads, { recursive: true })
  const run = (command: string, words: readonly string[]): string =>
    execFileSync(command, words, {
      cwd: downloads,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...process.env, LC_ALL: 'C' },
    })
  const download = (): void => {
    const plan = run('apt-get', ['install', '--simulate', '-qq', '--no-install-recommends', ...names])
    // Inst slapd (2.5.13+dfsg-5 Debian:12.11/oldstable [amd64])
    const missing = [...plan.matchAll(/^Inst (\S+)/gm)].flatMap((line) => line[1] ?? [])
    run('apt-get', ['download', '-qq', ...new Set([...names, ...missing])])
  }
  try {
    download()
  } catch {
    run('apt-get', ['update', '-qq'])
    download()
  }
  for (const file of readdirSync(downloads))
    if (file.endsWith('.deb')) run('dpkg', ['-x', join(downloads, file), root])
  rmSync(downloads, { recursive: true })
}

/** Where the unpacked libraries lie. */
export function librariesOf(root: string): string {
  const machine = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu'
  return `${join(root, 'usr/lib', machine)}:${join(root, 'lib', machine)}`
}
