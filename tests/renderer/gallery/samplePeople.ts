/** People of a CRM for the gallery, in both languages. */
import type { CallerCard, Contact, Note, Order } from '#contract/callerCard'
import { PersonId } from '#contract/ids'
import type { Locale } from '#renderer/i18n/messages'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const words = {
  en: {
    name: 'Mina Rahimi',
    company: 'Pars Trading',
    other: ['Kaveh Rahimi', 'Rahimi Dental Clinic', 'Leila Rahimi'],
    issue: 'Second delivery of order 4471 arrived damaged; refund promised for this week',
    campaign: 'Autumn renewal, 15 % for two years',
    orders: [
      'Router AX-3 with installation',
      'Business line, 24 months',
      'Headset H510',
      'Static address',
      'Cabling',
    ],
    contacts: [
      'Asked where the replacement is; carrier shows it in Karaj',
      'Sent photos of the damaged box',
      'Wanted the invoice on the new company name',
      'Installation moved to the afternoon',
      'First enquiry about the business line',
    ],
    notes: [
      'Very precise about dates. Give a day, not “soon”.',
      'Prefers a call back after 16:00. Speaks for the whole office, eleven seats.',
      'Paid the January invoice twice; credited.',
    ],
    authors: ['Omid Karimi', 'Sara Ahmadi'],
    extra: [
      ['Contract', 'Gold, until March'],
      ['Account manager', 'Nima Sadeghi'],
      ['Preferred language', 'Persian'],
    ],
  },
  fa: {
    name: 'مینا رحیمی',
    company: 'بازرگانی پارس',
    other: ['کاوه رحیمی', 'دندان‌پزشکی رحیمی', 'لیلا رحیمی'],
    issue: 'مرسولهٔ دوم سفارش ۴۴۷۱ آسیب‌دیده رسید؛ قول بازپرداخت تا پایان هفته داده شده',
    campaign: 'تمدید پاییزه، ۱۵٪ تخفیف دوساله',
    orders: ['روتر AX-3 با نصب', 'خط سازمانی ۲۴ ماهه', 'هدست H510', 'نشانی ثابت', 'کابل‌کشی'],
    contacts: [
      'سراغ کالای جایگزین را گرفت؛ پست آن را در کرج نشان می‌دهد',
      'عکس جعبهٔ آسیب‌دیده را فرستاد',
      'فاکتور را به نام شرکت جدید خواست',
      'نصب به بعدازظهر موکول شد',
      'نخستین پرسش دربارهٔ خط سازمانی',
    ],
    notes: [
      'روی تاریخ‌ها دقیق است؛ روز مشخص بگویید، نه «به‌زودی».',
      'ترجیح می‌دهد بعد از ساعت ۱۶ تماس بگیریم. نمایندهٔ کل دفتر با یازده کاربر است.',
      'فاکتور دی را دو بار پرداخته بود؛ بستانکار شد.',
    ],
    authors: ['امید کریمی', 'سارا احمدی'],
    extra: [
      ['قرارداد', 'طلایی، تا اسفند'],
      ['مدیر حساب', 'نیما صادقی'],
      ['زبان ترجیحی', 'فارسی'],
    ],
  },
} as const

export const sampleNumber = '+989123456789'

const orderStates = ['shipped', 'delivered', 'returned', 'delivered', 'cancelled'] as const
const channels = ['call-in', 'mail', 'call-in', 'call-out', 'visit'] as const
const totals = [48_500_000, 126_000_000, 9_800_000, 2_400_000, 14_000_000]

export function sampleCard(locale: Locale, nowMs: number): CallerCard {
  const text = words[locale]
  const orders = text.orders.map(
    (title, index): Order => ({
      id: `P-44${71 - index * 9}`,
      title,
      orderedAtMs: nowMs - (index * 41 + 3) * dayMs,
      total: { amount: totals[index] ?? 0, currency: 'IRR' },
      state: orderStates[index] ?? 'open',
    }),
  )
  const contacts = text.contacts.map(
    (summary, index): Contact => ({
      atMs: nowMs - (index * index * 4 + 1) * dayMs,
      channel: channels[index] ?? 'chat',
      summary,
      agentName: index === 1 ? null : (text.authors[index % 2] ?? null),
    }),
  )
  const notes = text.notes.map(
    (note, index): Note => ({
      atMs: nowMs - (index * 30 + 1) * dayMs,
      authorName: text.authors[index % 2] ?? '',
      text: note,
    }),
  )
  return {
    personId: PersonId.parse('person-1'),
    name: text.name,
    company: text.company,
    numbers: [sampleNumber],
    priority: 'vip',
    account: { asOfMs: nowMs - 2 * hourMs, value: { amount: 1_200_000_000, currency: 'IRR' } },
    openIssue: { asOfMs: nowMs - 4 * 60_000, value: text.issue },
    orders: { asOfMs: nowMs - 35 * 60_000, value: orders },
    satisfaction: { asOfMs: nowMs - 9 * dayMs, value: 62 },
    contacts: { asOfMs: nowMs - 35 * 60_000, value: contacts },
    notes: { asOfMs: nowMs - 35 * 60_000, value: notes },
    campaign: { asOfMs: nowMs - dayMs, value: text.campaign },
    extra: { asOfMs: nowMs - 5 * hourMs, value: text.extra.map(([name, value]) => ({ name, value })) },
  }
}

/** The same number shared by a family and a clinic. */
export function sampleSeveral(locale: Locale, nowMs: number): CallerCard[] {
  const first = sampleCard(locale, nowMs)
  const others = words[locale].other.map(
    (name, index): CallerCard => ({
      ...first,
      personId: PersonId.parse(`person-${index + 2}`),
      name,
      company: index === 1 ? words[locale].company : null,
      priority: 'normal',
      openIssue: { asOfMs: nowMs, value: index === 0 ? words[locale].issue : null },
    }),
  )
  return [first, ...others]
}

/** Everything a hostile PBX or CRM might send: length, markup, direction overrides, no spaces to break at. */
export function hostileCard(nowMs: number): CallerCard {
  const endless = 'Ω'.repeat(160)
  const markup = '<img src=x onerror="alert(1)"><script>alert(2)</script><b>bold</b>'
  const turned = '\u202egnp.ecnarF\u202c \u2067abc\u2069 \u200fxyz'
  const card = sampleCard('en', nowMs)
  return {
    ...card,
    name: markup.repeat(3).slice(0, 160),
    company: turned.repeat(8).slice(0, 160),
    account: { asOfMs: null, value: { amount: 9e18, currency: 'XTS' } },
    openIssue: { asOfMs: nowMs, value: endless + endless.slice(0, 80) },
    orders: {
      asOfMs: nowMs,
      value: card.orders.value.map((order) => ({ ...order, title: endless, id: 'X'.repeat(64) })),
    },
    contacts: {
      asOfMs: nowMs,
      value: card.contacts.value.map((contact) => ({ ...contact, summary: turned.repeat(10).slice(0, 240) })),
    },
    notes: {
      asOfMs: nowMs,
      value: [{ atMs: nowMs, authorName: 'W'.repeat(120), text: markup.repeat(60).slice(0, 4000) }],
    },
    campaign: { asOfMs: nowMs, value: endless },
    extra: { asOfMs: nowMs, value: [{ name: 'N'.repeat(80), value: 'V'.repeat(400) }] },
  }
}
