/** Reads what a person wrote after `npm start --`; runs before anything is installed, so it needs nothing. */

/** Every option: the name of its value (null for a switch), what it may be, and what it does. */
const options = {
  shell: { value: 'electron|browser', test: /^(electron|browser)$/, says: 'where the desk opens' },
  'no-open': { value: null, test: null, says: 'do not open anything; print one JSON line with the address' },
  port: { value: 'N', test: /^\d{1,5}$/, says: 'the port of the browser shell, 1024 to 65535' },
  profile: { value: 'DIR', test: /./, says: 'where settings, notes and the customer cache are kept' },
  user: { value: 'NAME', test: /^.{1,64}$/, says: 'who signs in' },
  'password-file': { value: 'F', test: /./, says: 'a file whose first line is the password' },
  gateway: { value: 'wss://…', test: /^wss?:\/\/./, says: 'a real gateway instead of the practice centre' },
  crm: { value: 'FILE', test: /./, says: 'the CRM to work with, instead of crm.yaml in the profile' },
  role: { value: 'agent|supervisor', test: /^(agent|supervisor)$/, says: 'who you are in practice' },
  locale: { value: 'en|fa', test: /^(en|fa)$/, says: 'the language of the page' },
  scenario: { value: 'NAME', test: /^[A-Za-z0-9-]{1,64}$/, says: 'which day the practice centre plays' },
  record: { value: 'DIR', test: /./, says: 'keep what practice callers hear, one WAV file each' },
  'record-calls': {
    value: 'DIR',
    test: /./,
    says: 'record practice calls, one WAV file each, so that a recording can be paused',
  },
  seed: { value: 'N', test: /^\d{1,9}$/, says: 'the same seed plays the same practice day' },
}

/**
 * @param {readonly string[]} words what stands after the program's name
 * @returns {{ kind: 'start', options: Record<string, string | true> } | { kind: 'help', text: string } | { kind: 'wrong', text: string }}
 */
export function parseStartOptions(words) {
  /** @type {Record<string, string | true>} */
  const chosen = {}
  const left = [...words]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--help' || word === '-h') return { kind: 'help', text: toHelp() }
    const [name, attached] = splitWord(word)
    const option = name === null ? undefined : options[name]
    if (name === null || option === undefined) return wrong(`There is no option ${word}.`)
    if (option.value === null) {
      if (attached !== undefined) return wrong(`--${name} takes no value.`)
      chosen[name] = true
      continue
    }
    const value = attached ?? left.shift()
    if (value === undefined || !isFit(name, option.test, value))
      return wrong(`--${name} needs ${option.value}${value === undefined ? '' : `, not "${value}"`}.`)
    chosen[name] = value
  }
  const clash = findClash(chosen)
  return clash === null ? { kind: 'start', options: chosen } : wrong(clash)
}

/** @param {string} word */
function splitWord(word) {
  const match = /^--([a-z-]+)(?:=(.*))?$/.exec(word)
  if (match === null || !Object.hasOwn(options, match[1])) return [null, undefined]
  return [match[1], match[2]]
}

function isFit(name, test, value) {
  if (!test.test(value)) return false
  return name !== 'port' || (Number(value) >= 1024 && Number(value) <= 65535)
}

/** Options that cannot hold together, as a sentence; null when they can. */
function findClash(chosen) {
  if (chosen.shell === 'electron' && chosen['no-open'])
    return '--no-open serves the page to a browser; it cannot go with --shell electron.'
  if (chosen.shell === 'electron' && chosen.port !== undefined)
    return '--port belongs to the browser shell; it cannot go with --shell electron.'
  if (chosen['password-file'] !== undefined && chosen.user === undefined)
    return '--password-file needs --user NAME.'
  if (chosen.gateway === undefined) return null
  if (chosen.user !== undefined && chosen['password-file'] === undefined)
    return '--user with --gateway needs --password-file F; without both, the page asks.'
  const practiceOnly = ['role', 'scenario', 'record', 'record-calls', 'seed'].find(
    (name) => chosen[name] !== undefined,
  )
  return practiceOnly === undefined
    ? null
    : `--${practiceOnly} belongs to the practice centre; it cannot go with --gateway.`
}

const wrong = (sentence) => ({ kind: 'wrong', text: `${sentence}\n\n${toHelp()}` })

function toHelp() {
  const rows = Object.entries(options).map(([name, { value, says }]) => [
    `  --${name}${value === null ? '' : ` ${value}`}`,
    says,
  ])
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  const lines = rows.map(([left, says]) => `${left.padEnd(width)}${says}`)
  return ['npm start -- [options]', '', ...lines].join('\n')
}
