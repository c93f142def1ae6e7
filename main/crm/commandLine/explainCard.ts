/** Says of each field of a caller card what is on it, where in the answer it came from, and which line says so. */
import type { CallerCard } from '#contract/callerCard'
import type { LineOf } from '#main/crm/profile/yamlText'

/** The template's `card` as it was written. */
type Written = Readonly<Record<string, unknown>>

/** Pure: a line for each field the template maps, in its order. */
export function explainCard(card: CallerCard, written: Written, lineOf: LineOf): string[] {
  const names = Object.keys(written).filter((name) => name !== 'sensitive')
  const width = Math.max(...names.map((name) => name.length))
  return names.flatMap((name) => {
    const line = lineOf(['card', name])
    const source = `← ${toSource(written[name])}${line === null ? '' : ` (line ${line})`}`
    const [first = '–', ...more] = toTexts(card, name)
    return [
      `  ${name.padEnd(width)}  ${first}  ${source}`,
      ...more.map((text) => `  ${' '.repeat(width)}  ${text}`),
    ]
  })
}

/** A card's fields, in the order they are read. */
const fields = [
  ...['personId', 'name', 'company', 'numbers', 'priority', 'account', 'openIssue', 'orders', 'satisfaction'],
  ...['contacts', 'notes', 'campaign', 'extra'],
] as const

/** Pure: a line for each field that has something on it, where no template says what it comes from. */
export function explainFields(card: CallerCard): string[] {
  const width = Math.max(...fields.map((name) => name.length))
  return fields.flatMap((name) =>
    toTexts(card, name).map((text, at) => `  ${(at === 0 ? name : '').padEnd(width)}  ${text}`),
  )
}

/** Where a field is read from, as short as it can be said. */
function toSource(written: unknown): string {
  if (typeof written === 'string') return written
  if (Array.isArray(written)) return written.map(toSource).join(', ')
  if (typeof written !== 'object' || written === null) return String(written)
  const { from, join, each, value, ...parts } = written as Written
  if (from !== undefined) return [from].flat().join(' or ')
  if (Array.isArray(join)) return join.join(' + ')
  if (typeof each === 'string') return `each of ${each}`
  if (typeof value === 'string' && 'name' in parts) return value
  if (value !== undefined) return toSource(value)
  return Object.entries(parts)
    .map(([name, part]) => `${name}: ${toSource(part)}`)
    .join(', ')
}

function toTexts(card: CallerCard, name: string): string[] {
  switch (name) {
    case 'numbers':
      return card.numbers
    case 'changedAt':
      return ['(used to tell which state is newer)']
    case 'personId':
    case 'name':
    case 'company':
    case 'priority':
      return card[name] === null ? [] : [card[name]]
    case 'account':
      return card.account.value === null
        ? []
        : [`${card.account.value.amount} ${card.account.value.currency}`]
    case 'openIssue':
    case 'campaign':
    case 'satisfaction':
      return card[name].value === null ? [] : [String(card[name].value)]
    case 'orders':
      return card.orders.value.map(
        ({ id, title, orderedAtMs, total, state }) =>
          `${id}: ${title}, ${toDay(orderedAtMs)}, ${total.amount} ${total.currency}, ${state}`,
      )
    case 'contacts':
      return card.contacts.value.map(
        ({ atMs, channel, summary, agentName }) =>
          `${toDay(atMs)} ${channel}: ${summary}${agentName === null ? '' : ` (${agentName})`}`,
      )
    case 'notes':
      return card.notes.value.map(({ atMs, authorName, text }) => `${toDay(atMs)} ${authorName}: ${text}`)
    case 'extra':
      return card.extra.value.map(
        (field) => `${field.name}: ${field.value}${field.sensitive ? ' (sensitive)' : ''}`,
      )
    default:
      return []
  }
}

function toDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10)
}
