/** What the desk asks of the writing thread about files of people. */
import type { Answer } from '#contract/failure'
import type { ImportProgress } from '#main/crm/sync/importFile'
import type { WriterWork } from '#main/crm/sync/writerMessages'

type FileWorkName = 'preview' | 'count' | 'import' | 'undoImport' | 'lastImport'

export interface FileWork {
  /** Always settles; `cache-unavailable` where the thread ended before it could answer: what was taken before stays. */
  ask<Name extends FileWorkName>(
    kind: Name,
    input: WriterWork[Name]['input'],
  ): Promise<Answer<WriterWork[Name]['output']>>
  /** What goes on and what waits ends at its next batch, and says so in its answer. */
  breakOff(): void
  /** How far counting or importing is, for each batch of rows. */
  onProgress(listener: (progress: ImportProgress) => void): () => void
}
