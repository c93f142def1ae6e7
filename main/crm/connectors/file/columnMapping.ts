/** Which column of a file becomes what on a card: guessed from the headings, or said by a person in a line. Pure. */
import { type ColumnMapping, columnUses, mapColumn } from '#contract/columnMapping'
import { foldText } from '#main/desk/foldText'

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

/** Pure: as it was mapped the last time, where it was; an id that this file does not fill in tells nobody apart. */
export function proposeMapping(
  kept: ColumnMapping | null,
  headings: readonly string[],
  samples: readonly string[],
): ColumnMapping {
  if (kept === null) return guessMapping(headings, samples)
  const at = headings.indexOf(kept.personId ?? '')
  const isEmpty = samples[at] === '' && samples.some((sample) => sample !== '')
  return isEmpty ? { ...kept, personId: null } : kept
}

/**
 * Pure: a column that nothing is known of is shown under its heading; of several for one place the first is taken.
 * `samples`: what stands in each column at first. One that says nothing tells nobody from another: most address books
 * write cards without an id.
 */
export function guessMapping(headings: readonly string[], samples: readonly string[] = []): ColumnMapping {
  const folded = headings.map((heading, at) => ({
    heading,
    at,
    text: foldText(heading.replace(/ \(\d+\)$/, '')),
  }))
  const find = (known: ReadonlySet<string>, fits: (column: { at: number }) => boolean = () => true) =>
    folded.find((column) => known.has(column.text) && fits(column))?.heading ?? null
  const isRead = samples.some((sample) => sample !== '')
  const personId = find(ids, ({ at }) => !isRead || samples[at] !== '')
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
    const known = columnUses.find((each) => each === use)
    if (known === undefined) return `A column can be ${columnUses.join(', ')} and not ${use}.`
    changed = mapColumn(changed, heading, known)
  }
  return changed
}

/** Pure: a column the mapping names and these headings do not have; null when all are there. */
export function findMissing(mapping: ColumnMapping, headings: readonly string[]): string | null {
  const { personId, name, company, numbers, note, extra } = mapping
  const named = [personId, ...name, company, ...numbers, note, ...extra]
  return named.find((each) => each !== null && !headings.includes(each)) ?? null
}
