/** A small language for where something lies in an answer: `account.name`, `phones[0].number`, `people[].id`. */

/** A field's name, a place in a list from 0 (or from its end, -1), or every element of a list. */
export type Step = { readonly name: string } | { readonly at: number } | { readonly each: true }

/** Empty means the value itself. */
export type Path = readonly Step[]

const maxSteps = 16
const maxLength = 200

/** A name up to the next `.` or `[`; `['odd.name']` for names that hold those; `[3]`; `[-1]`; `[]`. */
const step =
  /\.?(?:(?<name>[^.[\]'"{}\s][^.[\]'"{}]*)|\['(?<quoted>[^']+)'\]|\[(?<at>-?\d{1,4})\]|(?<each>\[\]))/y

/** Pure: the path, or a sentence saying why it is none. `.` and the empty text mean the value itself. */
export function parsePath(text: string): Path | string {
  if (text === '' || text === '.') return []
  if (text.length > maxLength) return `a path has at most ${maxLength} characters`
  const steps: Step[] = []
  step.lastIndex = 0
  while (step.lastIndex < text.length) {
    const from = step.lastIndex
    const groups = step.exec(text)?.groups
    if (groups === undefined || (from === 0 && text.startsWith('.')))
      return `"${text}" is no path; it is wrong from "${text.slice(from, from + 20)}" on`
    steps.push(toStep(groups))
  }
  return steps.length > maxSteps ? `a path has at most ${maxSteps} steps` : steps
}

function toStep({ name, quoted, at }: Readonly<Record<string, string | undefined>>): Step {
  const field = name ?? quoted
  if (field !== undefined) return { name: field.trimEnd() }
  return at === undefined ? { each: true } : { at: Number(at) }
}

/** A hostile answer could name a million numbers for one person. */
const mostFound = 10_000

/** Pure: everything the path leads to, in order; nothing where a step leads nowhere. Sees own fields alone. */
export function readAll(path: Path, value: unknown): readonly unknown[] {
  let found: readonly unknown[] = [value]
  for (const each of path) found = found.flatMap((from) => take(each, from)).slice(0, mostFound)
  return found.filter((each) => each !== undefined && each !== null)
}

function take(step: Step, from: unknown): readonly unknown[] {
  if (typeof from !== 'object' || from === null) return []
  if ('name' in step) return Object.hasOwn(from, step.name) ? [Reflect.get(from, step.name)] : []
  if (!Array.isArray(from)) return []
  return 'at' in step ? [from.at(step.at)] : from
}

/**
 * Pure: the list a path leads to, with or without `[]` at its end; one object is a list of one, and null an empty one.
 * null where the path leads nowhere: an answer without its list is not an empty list.
 */
export function readList(path: Path, value: unknown): readonly unknown[] | null {
  let found = value
  for (const [index, each] of path.entries()) {
    if ('each' in each && index === path.length - 1) break
    if ('each' in each) return readAll(path, value)
    if (found === null) return []
    const [next] = take(each, found)
    if (next === undefined) return null
    found = next
  }
  if (found === null) return []
  if (Array.isArray(found)) return found
  return typeof found === 'object' ? [found] : null
}
