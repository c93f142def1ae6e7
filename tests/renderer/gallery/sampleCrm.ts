/** What the CRM does to the page, for the gallery: a card that changed on the screen, hidden fields, records that wait. */
import type { StoreApi } from 'zustand/vanilla'
import type { CallerCard } from '#contract/callerCard'
import type { CrmSyncState } from '#contract/crmSync'
import type { DuplicateVerdict, PossibleDuplicate } from '#contract/duplicate'
import { done } from '#contract/failure'
import type { WriteBackEntry } from '#contract/writeBack'
import type { CrmActions } from '#renderer/state/caller/crmActions'
import { mergeFresh, showNews } from '#renderer/state/caller/freshCard'
import type { DeskActions, DeskModel } from '#renderer/state/deskModel'
import { sampleCard, sampleNumber, sampleSeveral } from '#tests/renderer/gallery/samplePeople'

/** The CRM's word, two seconds old: every kind of block has changed. */
export function toFreshCard(card: CallerCard, nowMs: number): CallerCard {
  const asOfMs = nowMs - 2000
  const [order] = card.orders.value
  const [note] = card.notes.value
  const long = `${card.openIssue.value ?? ''}. `.repeat(4)
  return {
    ...card,
    account: { asOfMs, value: { amount: 1_310_000_000, currency: 'IRR' } },
    satisfaction: { asOfMs, value: 41 },
    campaign: { asOfMs, value: card.campaign.value },
    openIssue: { asOfMs, value: long.slice(0, 240) },
    orders: {
      asOfMs,
      value:
        order === undefined
          ? []
          : [{ ...order, id: 'P-9001' }, { ...order, id: 'P-9000' }, ...card.orders.value],
    },
    contacts: { asOfMs, value: card.contacts.value },
    notes: {
      asOfMs,
      value: note === undefined ? [] : [{ ...note, text: `${note.text} ✓` }, ...card.notes.value],
    },
    extra: { asOfMs, value: card.extra.value.map((field) => ({ ...field, value: `${field.value} +` })) },
  }
}

export function withNews(desk: DeskModel, nowMs: number): DeskModel {
  const { caller } = desk
  if (caller?.person == null) return desk
  const card = toFreshCard(caller.person, nowMs)
  return { ...desk, caller: mergeFresh(caller, { kind: 'one', card, matchedBy: 'number' }) }
}

export function withSensitive(desk: DeskModel): DeskModel {
  const { caller } = desk
  if (caller?.person == null) return desk
  const { person } = caller
  const [first, ...others] = person.extra.value
  const extra = first === undefined ? [] : [{ ...first, value: '', sensitive: true as const }, ...others]
  return {
    ...desk,
    caller: {
      ...caller,
      person: {
        ...person,
        sensitive: ['account', 'notes'],
        account: { ...person.account, value: null },
        notes: { ...person.notes, value: [] },
        extra: { ...person.extra, value: extra },
      },
    },
  }
}

export function withWaiting(desk: DeskModel): DeskModel {
  return { ...desk, writeBack: { revision: 1, waiting: 3, rejected: 1 } }
}

/** The first of all customers are coming; or they cannot be had. */
export function withSync(desk: DeskModel, crm: Partial<CrmSyncState>): DeskModel {
  if (desk.desk === null) return desk
  const cache = { state: 'opening', failure: null } as const
  return { ...desk, desk: { ...desk.desk, cache, crm: { ...desk.desk.crm, ...crm } } }
}

/** Where the page asks for them (`hasDuplicates`), the person of the card stands in the CRM a second time. */
function sampleDuplicates(
  personId: string,
  said: ReadonlyMap<string, DuplicateVerdict>,
  locale: 'en' | 'fa',
): PossibleDuplicate[] {
  const first = sampleCard(locale, Date.now())
  const other = sampleSeveral(locale, Date.now())[2]
  if (!('hasDuplicates' in window) || personId !== first.personId || other === undefined) return []
  if (said.get(other.personId) === 'different') return []
  const [order] = first.orders.value
  const [row] = first.notes.value
  const card: CallerCard = {
    ...other,
    name: first.name,
    numbers: ['+982188000000'],
    orders: {
      asOfMs: Date.now(),
      value: order === undefined ? [] : [{ ...order, id: 'Q-1', orderedAtMs: Date.now() }],
    },
    notes: { asOfMs: Date.now(), value: row === undefined ? [] : [{ ...row, atMs: Date.now() - 60_000 }] },
  }
  return [{ card, reason: 'name', isJoined: said.get(other.personId) === 'same' }]
}

export function createGalleryCrm(
  store: StoreApi<DeskModel>,
  note: (name: string) => void,
): CrmActions & Pick<DeskActions, 'showNews'> {
  const said = new Map<string, DuplicateVerdict>()
  const locale = () => (document.documentElement.lang === 'fa' ? 'fa' : 'en')
  return {
    async revealField(number, field) {
      note(`revealField ${number} ${field.block} ${field.name ?? ''}`.trim())
      const { sensitive: _, ...card } = sampleCard(locale(), Date.now())
      return done(card)
    },
    forgetPerson: async (personId) => note(`forgetPerson ${personId}`),
    readDuplicates: async (personId) => done(sampleDuplicates(personId, said, locale())),
    async judgeDuplicate(personId, otherId, verdict) {
      note(`judgeDuplicate ${personId} ${otherId} ${verdict}`)
      said.set(otherId, verdict)
      store.setState(({ peopleRevision }) => ({ peopleRevision: peopleRevision + 1 }))
      return true
    },
    readWriteBack: async () => done(sampleEntries(locale(), Date.now())),
    retryWriteBack: async (activityId) => note(`retryWriteBack ${activityId}`),
    dropWriteBack: async (activityId) => note(`dropWriteBack ${activityId}`),
    async saveWriteBack(kind) {
      note(`saveWriteBack ${kind}`)
      return done({ name: `records.${kind}`, mediaType: 'text/plain', text: 'records' })
    },
    showNews(block) {
      const { caller } = store.getState()
      if (caller !== null) store.setState({ caller: showNews(caller, block) })
    },
  }
}

export function sampleEntries(locale: 'en' | 'fa', nowMs: number): WriteBackEntry[] {
  const { name, notes } = sampleCard(locale, nowMs)
  const [first, second] = notes.value
  const entry = (serial: number, change: Partial<WriteBackEntry>): WriteBackEntry => ({
    activityId: `0f0f0f0f-0000-8000-8000-00000000000${serial}`,
    name,
    number: sampleNumber,
    writtenAtMs: nowMs - serial * 1_900_000,
    dispositionId: 'callback',
    note: first?.text ?? '',
    followUpOn: null,
    reason: 'next',
    detail: null,
    nextTryAtMs: null,
    ...change,
  })
  return [
    entry(1, { reason: 'rejected', detail: '422 contact_id: no such contact', followUpOn: '2026-11-24' }),
    entry(2, { reason: 'unreachable', detail: 'connect ECONNREFUSED', nextTryAtMs: nowMs + 240_000 }),
    entry(3, { reason: 'behind', note: second?.text ?? '' }),
    entry(4, { name: null, note: '' }),
  ]
}
