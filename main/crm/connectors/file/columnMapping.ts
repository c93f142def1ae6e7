/** Which column of a file becomes what on a card: guessed from the headings, or said by a person. Pure. */
import { z } from 'zod'
import { foldText } from '#main/desk/foldText'

/** As `toHeadings` names it. */
const Column = z.string().min(1).max(100)

export const ColumnMapping = z.strictObject({
  /** What tells one person from another through all files; null: the name with the first number. */
  personId: Column.nullable(),
  /** One after the other, with a space between: given name, family name. */
  name: z.array(Column).max(5),
  company: Column.nullable(),
  numbers: z.array(Column).max(20),
  note: Column.nullable(),
  /** Shown on the card under their headings. */
  extra: z.array(Column).max(30),
})
export type ColumnMapping = z.infer<typeof ColumnMapping>

export const columnUses = ['id', 'name', 'company', 'number', 'note', 'extra'] as const
export type ColumnUse = (typeof columnUses)[number]

/** Whole headings, as `foldText` writes them. */
const words = (text: string): ReadonlySet<string> => new Set(text.split('|').map(foldText))

const ids = words(
  'id|uid|person id|contact id|customer id|customer no|customer number|customer code|account id|account number|code|' +
    'شناسه|کد|کد مشتری|شماره مشتری|شناسه مشتری|کد اشتراک|شماره اشتراک|کد شخص',
)
const fullNames = words(
  'name|full name|fn|display name|contact|contact name|customer|customer name|' +
    'نام و نام خانوادگی|نام کامل|نام مشتری|مشتری|نام مخاطب|مخاطب|نام شخص',
)
const givenNames = words('first name|given name|firstname|forename|نام|اسم|نام کوچک')
const familyNames = words('last name|family name|lastname|surname|نام خانوادگی|فامیل|فامیلی|شهرت')
const companies = words(
  'company|company name|organisation|organization|organization name|org|employer|business|account|account name|' +
    'شرکت|نام شرکت|سازمان|نام سازمان|موسسه|مؤسسه|کارفرما',
)
const notes = words(
  'note|notes|comment|comments|remark|remarks|description|یادداشت|یادداشت ها|توضیح|توضیحات|ملاحظات|شرح',
)

/** A number that rings nobody, or that says what kind of number another column has. */
const noNumber =
  /\b(fax|label|type|ext|extension|code)\b|فکس|نمابر|دورنگار|داخلی|کد|نوع|مشتری|اشتراک|ملی|سفارش/
const number =
  /\b(phone|phones|telephone|tel|mobile|cell|cellphone|cellular|msisdn|number|numbers|landline)\b|تلفن|موبایل|همراه|تماس|شماره/
const otherNumber = /\b(order|invoice|account|customer|card|national|tax|house|street|serial)\b/

/** Pure: a column that nothing is known of is shown under its heading; of several for one place the first is taken. */
export function guessMapping(headings: readonly string[]): ColumnMapping {
  const folded = headings.map((heading) => ({ heading, text: foldText(heading.replace(/ \(\d+\)$/, '')) }))
  const find = (known: ReadonlySet<string>) => folded.find(({ text }) => known.has(text))?.heading ?? null
  const personId = find(ids)
  const family = find(familyNames)
  const full = find(fullNames)
  // «نام» alone is the whole name; beside a family name it is the given one.
  const name =
    family === null ? [full ?? find(givenNames)] : [full ?? find(givenNames), full === null ? family : null]
  const company = find(companies)
  const note = find(notes)
  const numbers = folded.filter(({ text, heading }) => heading !== personId && isNumber(text))
  const used = new Set([personId, company, note, ...name, ...numbers.map((each) => each.heading)])
  return {
    personId,
    name: name.filter((each) => each !== null),
    company,
    numbers: numbers.map((each) => each.heading).slice(0, 20),
    note,
    extra: headings.filter((heading) => !used.has(heading)).slice(0, 30),
  }
}

function isNumber(heading: string): boolean {
  return number.test(heading) && !noNumber.test(heading) && !otherNumber.test(heading)
}

/**
 * Pure: the mapping with what a person says of single columns, `Heading=use`, commas between; `-` leaves a column out.
 * A column is named by its heading, or by its place from 1. A sentence when it cannot be understood.
 */
export function changeMapping(
  mapping: ColumnMapping,
  headings: readonly string[],
  said: string,
): ColumnMapping | string {
  let changed = mapping
  for (const part of said.split(',').filter((each) => each.trim() !== '')) {
    const at = part.lastIndexOf('=')
    if (at < 0) return `${part.trim()} does not say what the column is: write Heading=use.`
    const named = part.slice(0, at).trim()
    const use = part.slice(at + 1).trim()
    const heading = headings.find((each) => each === named) ?? headings[Number(named) - 1]
    if (heading === undefined) return `There is no column ${named}.`
    const next = place(without(changed, heading), heading, use)
    if (next === null) return `A column can be ${columnUses.join(', ')} or - and not ${use}.`
    changed = next
  }
  return changed
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

function place(mapping: ColumnMapping, heading: string, use: string): ColumnMapping | null {
  switch (use) {
    case 'id':
      return { ...mapping, personId: heading }
    case 'name':
      return { ...mapping, name: [...mapping.name, heading].slice(-5) }
    case 'company':
      return { ...mapping, company: heading }
    case 'number':
      return { ...mapping, numbers: [...mapping.numbers, heading].slice(-20) }
    case 'note':
      return { ...mapping, note: heading }
    case 'extra':
      return { ...mapping, extra: [...mapping.extra, heading].slice(-30) }
    default:
      return use === '-' ? mapping : null
  }
}

/** Pure: a column the mapping names and these headings do not have; null when all are there. */
export function findMissing(mapping: ColumnMapping, headings: readonly string[]): string | null {
  const { personId, name, company, numbers, note, extra } = mapping
  const named = [personId, ...name, company, ...numbers, note, ...extra]
  return named.find((each) => each !== null && !headings.includes(each)) ?? null
}
