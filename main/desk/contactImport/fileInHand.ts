/** A file that comes from the page in pieces: put together in memory, in order, and never on the disk. */
import { type FileOffer, pieceBytes } from '#contract/contactImport'
import type { HeldFile } from '#main/crm/connectors/file/fileBytes'

export interface FileInHand {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly received: number
  readonly isWhole: boolean
  readonly held: HeldFile
  /** False for a piece that is not the next one, is empty or goes beyond the end: the file is then good for nothing. */
  put(at: number, base64: string): boolean
}

/** `nowMs`: a file from the future would for ever be newer than what the CRM says. */
export function createFileInHand(id: string, offer: FileOffer, nowMs: number): FileInHand {
  const bytes = new SharedArrayBuffer(offer.size)
  const all = new Uint8Array(bytes)
  let received = 0
  return {
    id,
    name: offer.name,
    size: offer.size,
    get received() {
      return received
    },
    get isWhole() {
      return received === offer.size
    },
    held: { bytes, modifiedAtMs: Math.min(offer.modifiedAtMs, nowMs) },
    put(at, base64) {
      const piece = Buffer.from(base64, 'base64')
      const isNext = at === received && at + piece.length <= offer.size
      if (!isNext || piece.length === 0 || piece.length > pieceBytes) return false
      all.set(piece, at)
      received += piece.length
      return true
    },
  }
}
