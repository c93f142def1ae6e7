/** `npm run gateway -- check`: looks at every switch of a site and says in plain words what it found. */
import type { Clock } from '#contract/time'
import { type Finding, judgeSite } from '#gateway/commandLine/check/judgeSite'
import { readFacts } from '#gateway/commandLine/check/readFacts'
import { SiteMistake } from '#gateway/commandLine/readSite'
import type { SiteFile } from '#gateway/commandLine/siteFile'
import { type Environment, toNodes } from '#gateway/commandLine/siteLink'
import { toNodeSite } from '#gateway/commandLine/siteParts'

export interface CheckOptions {
  readonly site: SiteFile
  readonly env: Environment
  readonly clock: Clock
  print(line: string): void
}

/** 0 when nothing is missing or dangerous on any switch, otherwise 1. */
export async function checkCommand({ site, env, clock, print }: CheckOptions): Promise<number> {
  let isWell = true
  for (const [index, node] of toNodes(site, env).entries()) {
    print(`${node.host}:${node.port}`)
    const own = toNodeSite(site, site.asterisk.nodes[index]?.name)
    const findings = await look(async () => judgeSite(own, await readFacts(own, node, clock)))
    for (const { level, text } of findings) print(`  ${level.padEnd(8)} ${text}`)
    const isNodeWell = findings.every(({ level }) => level === 'note')
    if (isNodeWell) print('  Everything Najva needs is there, and nothing dangerous was found.')
    isWell &&= isNodeWell
  }
  return isWell ? 0 : 1
}

/** A switch that cannot be reached is a finding like others: the next one is still looked at. */
async function look(task: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await task()
  } catch (error) {
    if (error instanceof SiteMistake) return [{ level: 'missing', text: error.message }]
    throw error
  }
}
