/** Which column of a file of people becomes what on a card, and how a person changes that. Pure. */
import { z } from 'zod'

/** A heading: of a column without one, its place. */
export const Column = z.string().min(1).max(100)

export const mostNames = 5
export const mostNumbers = 20
export const mostExtras = 30

export const ColumnMapping = z.strictObject({
  /** What tells one person from another through all files; null: the name with the first number. */
  personId: Column.nullable(),
  /** One after the other, with a space between: given name, family name. */
  name: z.array(Column).max(mostNames),
  company: Column.nullable(),
  numbers: z.array(Column).max(mostNumbers),
  note: Column.nullable(),
  /** Shown on the card under their headings. */
  extra: z.array(Column).max(mostExtras),
})
export type ColumnMapping = z.infer<typeof ColumnMapping>

/** `-`: the column is left out. */
export const columnUses = ['id', 'name', 'company', 'number', 'note', 'extra', '-'] as const
export type ColumnUse = (typeof columnUses)[number]

/** Pure: what a column becomes. */
export function toColumnUse(mapping: ColumnMapping, heading: string): ColumnUse {
  if (mapping.personId === heading) return 'id'
  if (mapping.name.includes(heading)) return 'name'
  if (mapping.company === heading) return 'company'
  if (mapping.numbers.includes(heading)) return 'number'
  if (mapping.note === heading) return 'note'
  return mapping.extra.includes(heading) ? 'extra' : '-'
}

/** Pure: the mapping with this column used so. Where only one column can be, the one before is left out from now on. */
export function mapColumn(mapping: ColumnMapping, heading: string, use: ColumnUse): ColumnMapping {
  const others = without(mapping, heading)
  switch (use) {
    case 'id':
      return { ...others, personId: heading }
    case 'name':
      return { ...others, name: [...others.name, heading].slice(-mostNames) }
    case 'company':
      return { ...others, company: heading }
    case 'number':
      return { ...others, numbers: [...others.numbers, heading].slice(-mostNumbers) }
    case 'note':
      return { ...others, note: heading }
    case 'extra':
      return { ...others, extra: [...others.extra, heading].slice(-mostExtras) }
    case '-':
      return others
  }
}

function without(mapping: ColumnMapping, heading: string): ColumnMapping {
  const but = (each: string) => each !== heading
  return {
    personId: mapping.personId === heading ? null : mapping.personId,
    name: mapping.name.filter(but),
    company: mapping.company === heading ? null : mapping.company,
    numbers: mapping.numbers.filter(but),
    note: mapping.note === heading ? null : mapping.note,
    extra: mapping.extra.filter(but),
  }
}
