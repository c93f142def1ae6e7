/** Headings of the programs people export from, and telephone fields as people fill them. */
import { expect, test } from 'vitest'
import { changeMapping, guessMapping, proposeMapping } from '#main/crm/connectors/file/columnMapping'
import { toFieldNumbers } from '#main/crm/connectors/file/fieldNumbers'

test('Google’s headings: the numbers, and not what kind of number they are', () => {
  const headings =
    'First Name,Last Name,Nickname,Organization Name,Organization Title,Notes,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value'
  expect(guessMapping(headings.split(','))).toEqual({
    personId: null,
    name: ['First Name', 'Last Name'],
    company: 'Organization Name',
    numbers: ['Phone 1 - Value', 'Phone 2 - Value'],
    note: 'Notes',
    extra: [
      'Nickname',
      'Organization Title',
      'E-mail 1 - Label',
      'E-mail 1 - Value',
      'Phone 1 - Label',
      'Phone 2 - Label',
    ],
  })
})

test('Outlook’s headings: no fax, and no street number', () => {
  const headings =
    'Title,First Name,Last Name,Company,Business Fax,Business Phone,Home Phone,Mobile Phone,House Number,Notes'
  expect(guessMapping(headings.split(','))).toMatchObject({
    name: ['First Name', 'Last Name'],
    company: 'Company',
    numbers: ['Business Phone', 'Home Phone', 'Mobile Phone'],
    note: 'Notes',
    extra: ['Title', 'Business Fax', 'House Number'],
  })
})

test('Persian headings, in Arabic letters and with half-spaces too', () => {
  expect(
    guessMapping([
      'شماره مشتري',
      'نام و نام خانوادگي',
      'نام شركت',
      'شماره‌ی همراه',
      'تلفن ثابت',
      'نمابر',
      'کد ملی',
      'توضيحات',
    ]),
  ).toEqual({
    personId: 'شماره مشتري',
    name: ['نام و نام خانوادگي'],
    company: 'نام شركت',
    numbers: ['شماره‌ی همراه', 'تلفن ثابت'],
    note: 'توضيحات',
    extra: ['نمابر', 'کد ملی'],
  })
})

test('of two columns of one heading both numbers are taken, and a name that stands whole is not taken again in parts', () => {
  expect(guessMapping(['Full Name', 'Last Name', 'Phone', 'Phone (2)'])).toMatchObject({
    name: ['Full Name'],
    numbers: ['Phone', 'Phone (2)'],
    extra: ['Last Name'],
  })
})

test('a person’s word on one column takes it out of where it was', () => {
  const headings = ['Name', 'Phone', 'City']
  const guessed = guessMapping(headings)
  expect(changeMapping(guessed, headings, 'City=company,2=-')).toMatchObject({
    company: 'City',
    numbers: [],
    extra: [],
  })
  expect(changeMapping(guessed, headings, 'Town=company')).toBe('There is no column Town.')
  expect(changeMapping(guessed, headings, 'City')).toContain('write Heading=use')
})

test.each([
  ['ext. 12 / 0912 345 6789', ['09123456789']],
  ['۰۲۱-۸۸۷۷۶۶۵۵ داخلی ۱۲ و ۰۹۱۲۳۴۵۶۷۸۹', ['02188776655', '09123456789']],
  ['+98 (21) 8877-6655 x12; +98 912 345 6789', ['+982188776655', '+989123456789']],
  ['09123456789 ::: 09351234567', ['09123456789', '09351234567']],
  ['09123456789 - 02188776655', ['09123456789', '02188776655']],
  ['09123456789 09351234567', ['09123456789', '09351234567']],
  ['Tel: 021 8877 6655 or 0912 345 6789', ['02188776655', '09123456789']],
  ['+98-912-123-4567;ext=12', ['+989121234567']],
  ['110', ['110']],
  [' - ', []],
  ['N/A', []],
  ['ندارد', []],
  ['0', []],
  ['', []],
])('%j has these numbers: %j', (field, numbers) => {
  expect(toFieldNumbers(field)).toEqual({ numbers })
})

test.each([
  ['call her', 'unreadable'],
  ['ext. 12', 'unreadable'],
  ['1'.repeat(40), 'unreadable'],
  ['9.89E+11', 'rounded'],
  ['9,89121E+11', 'rounded'],
])('%j is %s', (field, word) => {
  expect(toFieldNumbers(field)).toBe(word)
})

test('a column of ids in which nothing stands is none: address books write cards without one', () => {
  const headings = ['UID', 'FN', 'TEL']
  expect(guessMapping(headings, ['', 'Ada', '09121234567']).personId).toBe(null)
  expect(guessMapping(headings, ['17', 'Ada', '09121234567']).personId).toBe('UID')
  const kept = guessMapping(headings)
  expect(proposeMapping(kept, headings, ['', 'Ada', '1'])).toEqual({ ...kept, personId: null })
  expect(proposeMapping(kept, headings, ['17', 'Ada', '1'])).toEqual(kept)
  expect(proposeMapping(null, headings, ['17', 'Ada', '1'])).toEqual(kept)
  // Of a file that has no rows yet, the heading is all there is to go by.
  expect(guessMapping(headings, ['', '', '']).personId).toBe('UID')
})
