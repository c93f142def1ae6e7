/** A file of people at each step of its import, for the gallery. */
import type { StoreApi } from 'zustand/vanilla'
import type { CallerCard } from '#contract/callerCard'
import type { FileLook, ImportStage, ImportState } from '#contract/contactImport'
import { done } from '#contract/failure'
import { PersonId } from '#contract/ids'
import type { ImportActions } from '#renderer/state/contactImport/importActions'
import type { DeskModel } from '#renderer/state/deskModel'

const name = 'customers-1405.csv'
const form = { encoding: null, delimiter: null, sheet: null }

function cardOf(
  id: string,
  who: string,
  company: string | null,
  numbers: string[],
  city: string,
): CallerCard {
  const none = <T>(value: T) => ({ asOfMs: null, value })
  return {
    personId: PersonId.parse(id),
    name: who,
    company,
    numbers,
    priority: 'normal',
    account: none(null),
    openIssue: none(null),
    orders: none([]),
    satisfaction: none(null),
    contacts: none([]),
    notes: none([]),
    campaign: none(null),
    extra: { asOfMs: 1, value: [{ name: 'شهر', value: city }] },
  }
}

const look: FileLook = {
  kind: 'csv',
  encoding: 'windows-1256',
  delimiter: ';',
  sheets: [],
  headings: ['کد مشتری', 'نام', 'نام خانوادگی', 'شرکت', 'موبایل', 'شهر', 'Column 7', '=cmd|calc'],
  samples: ['1017', 'علی', 'رضایی', 'پارس', '۰۹۱۲۱۲۳۴۵۶۷', 'تهران', '', '=1+1'],
  mapping: {
    personId: 'کد مشتری',
    name: ['نام', 'نام خانوادگی'],
    company: 'شرکت',
    numbers: ['موبایل'],
    note: null,
    extra: ['شهر'],
  },
  rows: [
    { line: 2, card: cardOf('17', 'علی رضایی', 'پارس', ['+989121234567', '+982188776655'], 'تهران') },
    { line: 3, card: cardOf('18', 'Mina Rahimi', null, ['+989351234567'], 'شیراز') },
    { error: { line: 4, column: 'موبایل', reason: 'rounded-number' } },
    { line: 5, card: cardOf('19', `${'و'.repeat(60)} ${'x'.repeat(90)}`, 'Long & Sons', [], 'قم') },
  ],
}

const looked: ImportStage = {
  kind: 'looked',
  name,
  form,
  look,
  counted: 12_840,
  count: {
    rows: 12_840,
    refused: 37,
    reasons: [
      { reason: 'rounded-number', rows: 29 },
      { reason: 'unreadable-number', rows: 6 },
      { reason: 'more-cells-than-headings', rows: 2 },
    ],
    stop: { fault: 'unclosed-quote', line: 12_842 },
  },
}

const counts = { rows: 12_840, added: 12_301, replaced: 480, same: 20, kept: 2, refused: 37 }

/** By the fixture's name. */
export const importStages = {
  importChoose: { kind: 'none' },
  importElsewhere: { kind: 'elsewhere' },
  importReceiving: { kind: 'receiving', name, size: 2_000_000, received: 640_000 },
  importUnreadable: { kind: 'unreadable', name, form, stop: { fault: 'not-text', line: null } },
  importLooked: looked,
  importTaking: { kind: 'importing', name, rows: 5200, part: 0.41 },
  importDone: { kind: 'finished', name, canGoOn: false, result: { ...counts, outcome: 'done', stop: null } },
  importStopped: {
    kind: 'finished',
    name,
    canGoOn: true,
    result: { ...counts, refused: 0, kept: 0, outcome: 'stopped', stop: null },
  },
  importUndone: { kind: 'undone', name, removed: 12_301 },
} as const satisfies Readonly<Record<string, ImportStage>>

export function withImport(desk: DeskModel, stage: ImportStage, nowMs: number): DeskModel {
  const last: ImportState['last'] =
    stage.kind === 'undone'
      ? null
      : {
          importId: 7,
          name,
          begunAtMs: nowMs - 90_000_000,
          isFinished: stage.kind !== 'none',
          people: 12_301,
        }
  return { ...desk, contactImport: { isAllowed: true, last, stage } }
}

export function createGalleryImport(store: StoreApi<DeskModel>, note: (name: string) => void): ImportActions {
  const asked = async (what: string) => {
    note(what)
    return done(null)
  }
  return {
    async offerFile(file) {
      note(`offerFile ${file.name} ${file.size}`)
      return { kind: 'sent' }
    },
    lookAtFile({ form: said, mapping }) {
      const { contactImport } = store.getState()
      const { stage } = contactImport
      if (stage.kind === 'looked' && mapping !== null)
        store.setState({
          contactImport: { ...contactImport, stage: { ...stage, look: { ...stage.look, mapping } } },
        })
      return asked(`lookAtFile ${JSON.stringify(said)} ${JSON.stringify(mapping)}`)
    },
    takeFile: () => asked('takeFile'),
    stopImport: () => asked('stopImport'),
    leaveImport: () => asked('leaveImport'),
    undoImport: (importId) => asked(`undoImport ${importId}`),
    async readRefusedRows() {
      note('readRefusedRows')
      return done([
        { line: 4, column: 'موبایل', reason: 'rounded-number' },
        { line: 9, column: '=cmd|calc', reason: 'unreadable-letters' },
      ])
    },
  }
}
