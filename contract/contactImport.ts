/** A file of people on its way from the page into the desk's cache: what the page says of it, and what it is told. */
import { z } from 'zod'
import { CallerCard } from '#contract/callerCard'
import { Column, ColumnMapping } from '#contract/columnMapping'
import { Failure } from '#contract/failure'
import { EpochMs } from '#contract/time'

/** Why the file as a whole, or what is left of it from a line on, cannot be read. */
export const fileFaults = [
  'not-found',
  'not-a-file',
  'unreadable',
  'empty',
  'not-text',
  'too-many-columns',
  'heading-too-long',
  'unclosed-quote',
  'changed',
  'no-cards',
  'old-spreadsheet',
  'damaged-spreadsheet',
  'too-large',
  'no-such-sheet',
] as const
export const FileFault = z.enum(fileFaults)
export type FileFault = z.infer<typeof FileFault>

/** Why one row is left out, while the others are taken. */
export const rowReasons = [
  'too-many-columns',
  'too-long',
  'stray-quote',
  'more-cells-than-headings',
  'unreadable-letters',
  'unfinished-card',
  'nobody',
  'no-id',
  'id-too-long',
  'unreadable-number',
  'rounded-number',
  'forgotten',
  'expired',
  'no-card',
] as const
export const RowReason = z.enum(rowReasons)
export type RowReason = z.infer<typeof RowReason>

/** Names of the Encoding Standard. Persian and Arabic programs of old write windows-1256, Western ones windows-1252. */
export const FileEncoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1256', 'windows-1252'])
export type FileEncoding = z.infer<typeof FileEncoding>

export const Delimiter = z.enum([',', ';', '\t', '|'])
export type Delimiter = z.infer<typeof Delimiter>

/** What a person says of the file; null leaves it to be guessed. */
export const FileForm = z.strictObject({
  encoding: FileEncoding.nullable(),
  delimiter: Delimiter.nullable(),
  /** Of a workbook: the sheet's name, or its place from 1; null for the first. */
  sheet: z.string().min(1).max(200).nullable(),
})
export type FileForm = z.infer<typeof FileForm>

export const guessedForm: FileForm = { encoding: null, delimiter: null, sheet: null }

export const FileKind = z.enum(['csv', 'vcard', 'xlsx'])
export type FileKind = z.infer<typeof FileKind>

/** It is held in memory until it is taken, and never lies on the disk: larger ones are for the command. */
export const mostFileBytes = 128 * 2 ** 20
/** Of the file in one message, before base64. */
export const pieceBytes = 128 * 1024

/** As the person's system names it, without its folder; shown, and noted beside the import. */
const FileName = z.string().min(1).max(255)

const Count = z.number().int().nonnegative()

export const RowError = z.object({
  /** Where a person finds it: the line it begins at, or the row of the sheet; from 1. */
  line: z.number().int(),
  /** The heading of the column it is about; null for the whole row. */
  column: Column.nullable(),
  reason: RowReason,
})
export type RowError = z.infer<typeof RowError>

/** The beginning of a file, as it is understood. */
export const FileLook = z.object({
  kind: FileKind,
  /** null for a workbook, which says it itself. */
  encoding: FileEncoding.nullable(),
  /** null for what is no CSV. */
  delimiter: Delimiter.nullable(),
  /** Names of a workbook's sheets, in its order; empty for other files. */
  sheets: z.array(z.string().max(200)).max(200),
  headings: z.array(Column).max(500),
  /** What stands in each column where it first says something, cut; empty for an empty column. */
  samples: z.array(z.string().max(80)).max(500),
  mapping: ColumnMapping,
  /** The first rows, in the file's order. */
  rows: z
    .array(z.union([z.object({ line: z.number().int(), card: CallerCard }), z.object({ error: RowError })]))
    .max(20),
})
export type FileLook = z.infer<typeof FileLook>

/** The end of what can be read: from `line` on there is nothing to be had; null where it is no one line's fault. */
export const FileStop = z.object({ fault: FileFault, line: z.number().int().nullable() })
export type FileStop = z.infer<typeof FileStop>

/** What an import would make of the whole file, as far as it can be told without doing it. */
export const FileCount = z.object({
  /** Blank ones are not among them. */
  rows: Count,
  refused: Count,
  /** Most frequent first. */
  reasons: z.array(z.object({ reason: RowReason, rows: Count })).max(rowReasons.length),
  stop: FileStop.nullable(),
})
export type FileCount = z.infer<typeof FileCount>

export const ImportResult = z.object({
  /** `stopped`: broken off, what was taken stays. `cut`: the file could be read no further. */
  outcome: z.enum(['done', 'stopped', 'cut']),
  rows: Count,
  added: Count,
  replaced: Count,
  same: Count,
  /** The desk has something newer of them than the file. */
  kept: Count,
  refused: Count,
  stop: FileStop.nullable(),
})
export type ImportResult = z.infer<typeof ImportResult>

export const mostErrors = 10_000

/** 0–1 of the file's bytes; null where the end is not known (a workbook). */
const Part = z.number().min(0).max(1).nullable()

/**
 * none ─begin▶ receiving ─the last piece▶ looking ─▶ looked ─take▶ importing ─▶ finished
 *                                            └──▶ unreadable         └──▶ failed
 * any of them ─undo▶ undoing ─▶ undone
 */
export const ImportStage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** Another window of this desk has a file in hand. */
  z.object({ kind: z.literal('elsewhere') }),
  z.object({ kind: z.literal('receiving'), name: FileName, size: Count, received: Count }),
  z.object({ kind: z.literal('looking'), name: FileName }),
  /** Other letters or another sheet may help. */
  z.object({ kind: z.literal('unreadable'), name: FileName, form: FileForm, stop: FileStop }),
  z.object({
    kind: z.literal('looked'),
    name: FileName,
    /** As it was asked for. */
    form: FileForm,
    look: FileLook,
    /** null while it is counted, `counted` rows so far. */
    count: FileCount.nullable(),
    counted: Count,
  }),
  z.object({ kind: z.literal('importing'), name: FileName, rows: Count, part: Part }),
  z.object({
    kind: z.literal('finished'),
    name: FileName,
    result: ImportResult,
    /** The file is still in hand: it goes on where it was broken off. */
    canGoOn: z.boolean(),
  }),
  z.object({ kind: z.literal('undoing'), name: FileName }),
  z.object({ kind: z.literal('undone'), name: FileName, removed: Count }),
  /** The desk could not do it; what was taken before stays. */
  z.object({ kind: z.literal('failed'), name: FileName, failure: Failure }),
])
export type ImportStage = z.infer<typeof ImportStage>

/** The newest import that was not undone. */
export const LastImport = z.object({
  importId: z.number().int(),
  name: z.string().max(1000),
  begunAtMs: EpochMs,
  /** False for one that was broken off: the same file goes on. */
  isFinished: z.boolean(),
  /** Who came by it and is still there: those whom undoing removes. */
  people: Count,
})
export type LastImport = z.infer<typeof LastImport>

export const ImportState = z.object({
  /** By the organisation's rule, for whoever is signed in. */
  isAllowed: z.boolean(),
  last: LastImport.nullable(),
  stage: ImportStage,
})
export type ImportState = z.infer<typeof ImportState>

export const noImport: ImportState = { isAllowed: false, last: null, stage: { kind: 'none' } }

export const FileOffer = z.object({
  name: FileName,
  size: z.number().int().min(0).max(mostFileBytes),
  /** When the file was last written; main takes nothing later than now. */
  modifiedAtMs: EpochMs,
})
export type FileOffer = z.infer<typeof FileOffer>

export const FilePiece = z.object({
  fileId: z.string().min(1).max(64),
  /** The byte it begins at: pieces come in order, each once. */
  at: z.number().int().min(0).max(mostFileBytes),
  bytes: z
    .base64()
    .min(4)
    .max(Math.ceil(pieceBytes / 3) * 4),
})
export type FilePiece = z.infer<typeof FilePiece>

export const LookOrder = z.object({
  form: FileForm,
  /** null: as it was mapped the last time, or as it can be guessed. */
  mapping: ColumnMapping.nullable(),
})
export type LookOrder = z.infer<typeof LookOrder>
