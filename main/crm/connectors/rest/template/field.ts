/** How a template says where one field of a card comes from, and what is made of it. */
import { z } from 'zod'
import { type Path, parsePath, readAll } from '#main/crm/connectors/rest/template/path'
import { convert, type Kind, kinds, toText } from '#main/crm/connectors/rest/template/transforms'

/** A path, checked when the template is read. */
export const PathText = z.string().transform((text, context): Path => {
  const path = parsePath(text)
  if (typeof path !== 'string') return path
  context.addIssue({ code: 'custom', message: path })
  return z.NEVER
})

const Plain = z.union([z.string().max(400), z.number(), z.boolean()], 'a text, a number, true or false')

const oneOf = ['from', 'join', 'value'] as const

const asList = (value: unknown) => (typeof value === 'string' ? [value] : value)

const FieldParts = z
  .strictObject({
    /** The first of these paths that leads to something. */
    from: z.preprocess(asList, z.array(PathText).min(1).max(8)).optional(),
    /** Texts from these paths, those that lead to something, one after the other. */
    join: z.array(PathText).min(1).max(16).optional(),
    with: z.string().max(20).default(' '),
    value: Plain.optional(),
    /** What is read from the value; unless told, what its place on the card needs. */
    as: z.enum(kinds, kinds.join(', ')).optional(),
    /** What the CRM's word is on the card; a word that is not here counts as nothing. */
    map: z.record(z.string(), Plain).optional(),
    default: Plain.optional(),
  })
  .refine((field) => oneOf.filter((name) => field[name] !== undefined).length === 1, {
    message: `needs one of ${oneOf.join(', ')}`,
  })

/** Written short as a path: `company: account.name`. */
export const Field = z.preprocess(
  (value) => (typeof value === 'string' ? { from: [value] } : value),
  FieldParts,
)
export type Field = z.infer<typeof Field>

export type FieldValue = string | number | boolean | null

/** Pure: null where there is nothing, or nothing that can be read as asked. `kind` is what the place needs. */
export function readField(field: Field, from: unknown, kind: Kind = 'text'): FieldValue {
  const [first] = readFieldAll(field, from, kind)
  return first ?? field.default ?? null
}

/** Pure: every value, for fields that are lists, without the default. */
export function readFieldAll(
  field: Field,
  from: unknown,
  kind: Kind = 'text',
): readonly NonNullable<FieldValue>[] {
  if (field.value !== undefined) return [field.value]
  if (field.join !== undefined) return join(field.join, field.with, from)
  for (const path of field.from ?? []) {
    const values = readAll(path, from).flatMap((value) => toValue(field, value, kind) ?? [])
    if (values.length > 0) return values
  }
  return []
}

function toValue(field: Field, value: unknown, kind: Kind): FieldValue {
  if (field.map === undefined) return convert(value, field.as ?? kind)
  const word = toText(value)
  return word !== null && Object.hasOwn(field.map, word) ? (field.map[word] ?? null) : null
}

/** One text, or none when nothing was there to join. */
function join(paths: readonly Path[], between: string, from: unknown): readonly string[] {
  const texts = paths.flatMap((path) => readAll(path, from)).flatMap((value) => toText(value) ?? [])
  return texts.length === 0 ? [] : [texts.join(between)]
}
