/** Reads a scenario file: YAML on disk becomes a checked Scenario, or a sentence that says what is wrong where. */
import { readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import { Scenario } from '#simulator/scenarios/scenario'

export type ScenarioReading =
  | { readonly ok: true; readonly scenario: Scenario }
  /** `complaint` names the file, the place in it and the reason, one line each, in English. */
  | { readonly ok: false; readonly complaint: string }

/** The scenario in the file at `path`; a file that is not there is a complaint too. */
export function readScenario(path: string): ScenarioReading {
  try {
    return parseScenario(readFileSync(path, 'utf8'), path)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return { ok: false, complaint: `${path}: cannot be read: ${reason}` }
  }
}

/** `file` is only named in complaints. */
export function parseScenario(text: string, file: string): ScenarioReading {
  const document = parseDocument(text)
  const mistake = document.errors[0]
  if (mistake !== undefined) return { ok: false, complaint: `${file}: ${mistake.message}` }
  const checked = Scenario.safeParse(document.toJS({ maxAliasCount: 100 }))
  if (checked.success) return { ok: true, scenario: checked.data }
  const complaints = checked.error.issues.map((issue) => `${file}: ${toPlace(issue.path)}: ${issue.message}`)
  return { ok: false, complaint: complaints.join('\n') }
}

/** `queues[0].members[2].extension` */
function toPlace(path: readonly PropertyKey[]): string {
  const place = path.reduce<string>(
    (before, key) =>
      typeof key === 'number' ? `${before}[${key}]` : `${before}${before === '' ? '' : '.'}${String(key)}`,
    '',
  )
  return place === '' ? 'the file' : place
}
