/** The contacts of the import bench: name, company, two numbers and five more fields, the same at each run. */
import type { CallerCard } from '#contract/callerCard'
import { PersonId } from '#contract/ids'

const given = [
  'Mina',
  'علی‌رضا',
  'Sara',
  'زهرا',
  'Omid',
  'محمد',
  'Leila',
  'حسین',
  'Daniel',
  'Emma',
  'نگار',
  'Reza',
]
const family = ['Rahimi', 'کریمی', 'Ahmadi', 'حسینی', 'Müller', 'موسوی', 'Smith', 'جعفری', "O'Brien", 'رضایی']
const companies = ['Pars Trading', 'بازرگانی مهر', 'Novak GmbH', 'صنایع البرز', 'Blue Harbour Ltd']
const cities = ['Tehran', 'Isfahan', 'Shiraz', 'Tabriz', 'Berlin', 'London']

/** Spreads neighbours over the whole range, as the numbers of a CRM in order of creation are. */
const spread = (at: number): number => (at * 7_368_787) % 10_000_000

/** Mobile numbers of one prefix per ten million; every contact has one of their own. */
export function numberAt(at: number): string {
  return `+98912${String(spread(at)).padStart(7, '0')}`
}

export function contactAt(at: number): CallerCard {
  const nothing = { asOfMs: null, value: null }
  const none = { asOfMs: null, value: [] }
  const pick = (list: readonly string[], by: number): string => list[by % list.length] ?? ''
  return {
    personId: PersonId.parse(`c${at}`),
    name: `${pick(given, at)} ${pick(family, at * 7 + Math.floor(at / 12))} ${at % 1000}`,
    company: pick(companies, at * 3),
    numbers: [numberAt(at), `+9821${String(20_000_000 + spread(at)).padStart(8, '0')}`],
    priority: at % 50 === 0 ? 'vip' : 'normal',
    account: nothing,
    openIssue: nothing,
    orders: none,
    satisfaction: nothing,
    contacts: none,
    notes: none,
    campaign: nothing,
    extra: {
      asOfMs: 1_763_000_000_000,
      value: [
        { name: 'E-mail', value: `person${at}@example.com` },
        { name: 'City', value: pick(cities, at) },
        { name: 'Address', value: `${at % 400} Valiasr Street` },
        { name: 'Postcode', value: String(10_000 + (at % 90_000)) },
        { name: 'Customer since', value: String(2000 + (at % 25)) },
      ],
    },
  }
}
