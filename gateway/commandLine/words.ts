/** Reads what a person wrote after `npm run gateway --`. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export const commandNames = ['serve', 'check', 'provision', 'hash-password', 'help'] as const
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
}

export const help = `npm run gateway -- [command] [options]

  (no command)       runs the gateway until Ctrl-C
  check              looks at the site's Asterisk and says in plain words what is missing or dangerous
  provision          writes the site's Asterisk files and makes the passwords of phones
  hash-password      reads a password from standard input and prints its hash for gateway.yaml

  --config FILE      the site's file; gateway.yaml here unless told
  --out DIR          where provision writes; ./asterisk-files unless told
  --asterisk N       the version provision writes for (18 to 23); asks the switch unless told
  --rotate           provision makes every phone a new password`

/** A sentence when the words cannot be understood. `here` is where the person stands. */
export function readWords(words: readonly string[], here: string): Words | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        config: { type: 'string', default: 'gateway.yaml' },
        out: { type: 'string', default: 'asterisk-files' },
        asterisk: { type: 'string' },
        rotate: { type: 'boolean', default: false },
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
    const [config, out] = [resolve(here, values.config), resolve(here, values.out)]
    return { command, config, out, asterisk, rotate: values.rotate }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
