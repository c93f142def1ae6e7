/** `npm run gateway -- audit`: checks every seal of the log of monitoring, and writes its entries to a file if asked. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { type AuditPeriod, toAuditPeriod } from '#gateway/commandLine/auditPeriod'
import { type AuditFormat, toAuditHead, toAuditLine } from '#gateway/commandLine/auditRows'
import { SiteMistake } from '#gateway/commandLine/readSite'
import type { SiteFile } from '#gateway/commandLine/siteFile'
import { type OpenedAudit, openAudit } from '#gateway/store/openAudit'

export interface AuditOptions {
  readonly site: Pick<SiteFile, 'store' | 'timeZone'>
  /** A day or a time, as `toAuditPeriod` reads it; null for no limit. */
  readonly from: string | null
  readonly to: string | null
  readonly format: AuditFormat
  /** The file to write, absolute; null only checks. */
  readonly exportTo: string | null
  print(line: string): void
}

/** 0 when the whole log fits its seals, otherwise 1. Throws `SiteMistake` for what a person must mend. */
export async function auditCommand(options: AuditOptions): Promise<number> {
  const { site, from, to, exportTo, format, print } = options
  const period = toAuditPeriod(from, to, site.timeZone)
  if (typeof period === 'string') throw new SiteMistake(period)
  const audit = open(site.store)
  try {
    const isWhole = await check(audit, print)
    if (exportTo !== null) {
      const count = write(audit, period, format, exportTo)
      print(`${count} ${count === 1 ? 'entry' : 'entries'} written to ${exportTo}`)
    }
    return isWhole ? 0 : 1
  } finally {
    audit.close()
  }
}

function open(store: string): OpenedAudit {
  try {
    const audit = openAudit(store)
    if (audit !== null) return audit
  } catch (cause) {
    throw new SiteMistake(`${store} cannot be read as a gateway's store (${toReason(cause)})`, cause)
  }
  throw new SiteMistake(
    `${store} has no log of monitoring: this version of the gateway has not run with it yet`,
  )
}

/** What is cut off at the end leaves a chain that fits: only whoever has kept an older seal can tell. */
async function check(audit: OpenedAudit, print: (line: string) => void): Promise<boolean> {
  const { newest } = audit
  const { whole, brokenAt } = await audit.verify()
  if (!whole) {
    print(`The log is BROKEN at entry ${brokenAt}: it was changed or removed, or an entry before it was.`)
    print(
      brokenAt === 1 ? 'Nothing in it can be trusted.' : `Entries 1 to ${Number(brokenAt) - 1} still fit.`,
    )
    return false
  }
  if (newest === null) print('The log is whole: it has no entry yet.')
  else {
    print(`The log is whole: entries 1 to ${newest.serial} fit their seals.`)
    print(
      `The newest seal is ${newest.seal}; kept elsewhere, it proves later that none of these was cut off.`,
    )
  }
  return true
}

/** How many entries were written. A file that is there already is somebody's evidence and stays. */
function write(audit: OpenedAudit, period: AuditPeriod, format: AuditFormat, path: string): number {
  let file: number
  try {
    file = openSync(path, 'wx', 0o600)
  } catch (cause) {
    throw new SiteMistake(`${path} cannot be written (${toReason(cause)})`, cause)
  }
  let count = 0
  try {
    writeSync(file, toAuditHead(format))
    for (const entry of audit.entries(period.fromMs, period.untilMs)) {
      writeSync(file, toAuditLine(entry, format))
      count += 1
    }
  } catch (cause) {
    throw new SiteMistake(`${path} was not written to its end (${toReason(cause)})`, cause)
  } finally {
    closeSync(file)
  }
  return count
}

function toReason(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
}
