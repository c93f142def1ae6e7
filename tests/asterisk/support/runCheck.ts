/** `npm run gateway -- check` on a site: what it prints and how it ends. */
import type { Clock } from '#contract/time'
import { checkCommand } from '#gateway/commandLine/checkCommand'
import { realClock } from '#gateway/commandLine/realTime'
import type { SiteFile } from '#gateway/commandLine/siteFile'

export interface Checked {
  readonly code: number
  readonly lines: readonly string[]
  readonly text: string
}

export async function runCheck(site: SiteFile, clock: Clock = realClock): Promise<Checked> {
  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  const code = await checkCommand({ site, env: {}, clock, print })
  return { code, lines, text: lines.join('\n') }
}
