/** Reads what a person wrote after `npm run gateway --`. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type AuditFormat, auditFormats } from '#gateway/commandLine/auditRows'

export const commandNames = ['serve', 'check', 'provision', 'audit', 'hash-password', 'help'] as const
export type CommandName = (typeof commandNames)[number]

export interface Words {
  readonly command: CommandName
  /** Absolute. */
  readonly config: string
  /** Where `provision` writes; absolute. */
  readonly out: string
  /** The version of Asterisk the files are for; null asks the switch. */
  readonly asterisk: number | null
  /** `provision` makes every phone a new password. */
  readonly rotate: boolean
  /** The file `audit` writes, absolute; null when it only checks. */
  readonly exportTo: string | null
  readonly format: AuditFormat
  /** As written; null for no limit. */
  readonly from: string | null
  readonly to: string | null
}

export const help = `npm run gateway -- [command] [options]

  (no command)       runs the gateway until Ctrl-C
  check              looks at the site's Asterisk and says in plain words what is missing or dangerous
  provision          writes the site's Asterisk files and makes the passwords of phones
  audit              checks every seal of the log of monitoring; writes its entries to a file if asked
  hash-password      reads a password from standard input and prints its hash for gateway.yaml

  --config FILE      the site's file; gateway.yaml here unless told
  --out DIR          where provision writes; ./asterisk-files unless told
  --asterisk N       the version provision writes for (18 to 23); asks the switch unless told
  --rotate           provision makes every phone a new password

  --out FILE         where audit writes entries; it only checks unless told
  --format F         csv (for a spreadsheet) or jsonl (a line of JSON each); csv unless told
  --from, --to       audit writes only entries from and up to a day (2026-11-23) or time (2026-11-23T08:00:00Z)`

/** A sentence when the words cannot be understood. `here` is where the person stands. */
export function readWords(words: readonly string[], here: string): Words | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        config: { type: 'string', default: 'gateway.yaml' },
        out: { type: 'string' },
        asterisk: { type: 'string' },
        rotate: { type: 'boolean', default: false },
        format: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const [named = 'serve', ...rest] = positionals
    const command = commandNames.find((name) => name === (values.help ? 'help' : named))
    if (command === undefined || rest.length > 0) return `There is no command ${positionals.join(' ')}.`
    const asterisk = values.asterisk === undefined ? null : Number(values.asterisk)
    if (asterisk !== null && !(Number.isInteger(asterisk) && asterisk >= 18 && asterisk <= 23)) {
      return `--asterisk needs a version from 18 to 23, not "${values.asterisk}".`
    }
    const format = auditFormats.find((name) => name === (values.format ?? 'csv'))
    if (format === undefined) return `--format needs csv or jsonl, not "${values.format}".`
    const asked = values.format ?? values.from ?? values.to
    if (asked !== undefined && (command !== 'audit' || values.out === undefined))
      return '--format, --from and --to say what audit writes to the file of --out.'
    return {
      command,
      config: resolve(here, values.config),
      out: resolve(here, values.out ?? 'asterisk-files'),
      asterisk,
      rotate: values.rotate,
      exportTo: values.out === undefined ? null : resolve(here, values.out),
      format,
      from: values.from ?? null,
      to: values.to ?? null,
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
