/** Texts with `{names}` in a template's requests: which names there are, and what stands in their place. */
import { z } from 'zod'

export type Values = Readonly<Record<string, string | number | null>>

const numberNames = [
  'number',
  'number.e164',
  'number.digits',
  'number.national',
  'number.significant',
] as const
const pageNames = ['since', 'cursor', 'page', 'offset', 'size'] as const
const activityNames = [
  'activity.activityId',
  'activity.callId',
  'activity.personId',
  'activity.number',
  'activity.direction',
  'activity.startedAt',
  'activity.startedOn',
  'activity.startedAtMs',
  'activity.startedAtSeconds',
  'activity.endedAt',
  'activity.talkMs',
  'activity.talkSeconds',
  'activity.talkMinutes',
  'activity.agentName',
  'activity.queueName',
  'activity.dispositionId',
  'activity.note',
  'activity.followUpOn',
  'activity.recordingUrl',
  'activity.writtenAt',
  'activity.summary',
] as const

/** What each kind of request may name. */
export const names = { lookup: numberNames, page: pageNames, write: activityNames } as const
export type RequestKind = keyof typeof names

/** `{{` and `}}` stand for the braces themselves. */
const placeholder = /\{\{|\}\}|\{([^{}]*)\}/g

/** Pure: the names in a text, in order. */
export function toNames(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].flatMap((match) => match[1] ?? [])
}

/** A text whose names are among those of its kind of request. */
export function textFor(kind: RequestKind, max = 4000) {
  const known: readonly string[] = names[kind]
  return z
    .string()
    .max(max)
    .superRefine((text, context) => {
      for (const name of toNames(text).filter((each) => !known.includes(each)))
        context.addIssue({ code: 'custom', message: `there is no {${name}} here; there is ${list(known)}` })
    })
}

function list(known: readonly string[]): string {
  return known.map((name) => `{${name}}`).join(' ')
}

/** Pure: the text with its names replaced; what has no value is left out. `encode` makes each safe where it stands. */
export function fill(text: string, values: Values, encode: (value: string) => string = String): string {
  return text.replace(placeholder, (whole, name: string | undefined) => {
    if (name === undefined) return whole[0] ?? ''
    const value = values[name] ?? null
    return value === null ? '' : encode(String(value))
  })
}

/** Pure: like `fill`, but a text that is one name and nothing else keeps its value's kind: a number, null. */
export function fillWhole(text: string, values: Values): string | number | null {
  const name = /^\{([^{}]+)\}$/.exec(text)?.[1]
  return name === undefined ? fill(text, values) : (values[name] ?? null)
}
