/** What a person can do with a file of people: hand it to main in pieces, say what its columns are, take it, undo it. */
import {
  guessedForm,
  type LookOrder,
  mostFileBytes,
  pieceBytes,
  type RowError,
} from '#contract/contactImport'
import { type Answer, done } from '#contract/failure'
import { toBase64 } from '#renderer/state/contactImport/toBase64'
import type { DeskCore } from '#renderer/state/deskCore'

/** `too-large` and `unread` never left the page; a failure is main's. */
export type FileOffered =
  | { readonly kind: 'sent' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unread' }
  | { readonly kind: 'refused'; readonly answer: Extract<Answer<never>, { ok: false }> }

export interface ImportActions {
  /** Sends the whole file, then has it looked at as it can be guessed; how far it is stands in `contactImport`. */
  offerFile(file: File): Promise<FileOffered>
  lookAtFile(order: LookOrder): Promise<Answer<null>>
  takeFile(): Promise<Answer<null>>
  /** What was taken stays. */
  stopImport(): Promise<Answer<null>>
  leaveImport(): Promise<Answer<null>>
  undoImport(importId: number): Promise<Answer<null>>
  readRefusedRows(): Promise<Answer<RowError[]>>
}

export function createImportActions({ bridge }: Pick<DeskCore, 'bridge'>): ImportActions {
  const lookAtFile = (order: LookOrder): Promise<Answer<null>> =>
    bridge.ask((client) => client.contactImport.look(order))

  const send = async (file: File, fileId: string): Promise<Answer<null> | null> => {
    for (let at = 0; at < file.size; at += pieceBytes) {
      const piece = await readPiece(file, at)
      if (piece === null) return null
      const bytes = toBase64(piece)
      const sent = await bridge.ask((client) => client.contactImport.send({ fileId, at, bytes }))
      if (!sent.ok) return sent
    }
    return done(null)
  }

  return {
    async offerFile(file) {
      if (file.size > mostFileBytes) return { kind: 'too-large' }
      const offer = {
        name: file.name.slice(-255),
        size: file.size,
        modifiedAtMs: Math.max(0, Math.floor(file.lastModified)),
      }
      const begun = await bridge.ask((client) => client.contactImport.begin(offer))
      if (!begun.ok) return { kind: 'refused', answer: begun }
      const sent = await send(file, begun.value.fileId)
      if (sent === null) {
        await bridge.ask((client) => client.contactImport.leave(null))
        return { kind: 'unread' }
      }
      const looked = sent.ok ? await lookAtFile({ form: guessedForm, mapping: null }) : sent
      return looked.ok ? { kind: 'sent' } : { kind: 'refused', answer: looked }
    },
    lookAtFile,
    takeFile: () => bridge.ask((client) => client.contactImport.take(null)),
    stopImport: () => bridge.ask((client) => client.contactImport.stop(null)),
    leaveImport: () => bridge.ask((client) => client.contactImport.leave(null)),
    undoImport: (importId) => bridge.ask((client) => client.contactImport.undo({ importId })),
    readRefusedRows: () => bridge.ask((client) => client.contactImport.refused(null)),
  }
}

/** null where the file is no longer what it was when it was chosen, or cannot be read. */
async function readPiece(file: File, at: number): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer())
  } catch {
    return null
  }
}
