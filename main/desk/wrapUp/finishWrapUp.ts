/** Finishes a wrap-up: kept on disk first, for the CRM too, then shown on the next card, then sent. */
import { type Answer, done, failed } from '#contract/failure'
import { CommandId } from '#contract/ids'
import type { WrapUpRecord } from '#contract/wrapUp'
import type { BridgeParts } from '#main/desk/bridgeRouter'

type Finished = Omit<WrapUpRecord, 'commandId' | 'writtenAtMs'>

/** A record that the disk refused is sent all the same; only when neither took it is the failure told. */
export async function finishWrapUp(
  parts: Pick<BridgeParts, 'wrapUps' | 'writeBack' | 'cache' | 'link' | 'newId' | 'nowMs' | 'log'>,
  finished: Finished,
): Promise<Answer<{ sent: boolean }>> {
  const mine = parts.wrapUps.current
  if (mine === null) return failed('signed-out')
  const record: WrapUpRecord = {
    ...finished,
    commandId: CommandId.parse(parts.newId()),
    writtenAtMs: parts.nowMs(),
  }
  const kept = mine.store.finish(record)
  parts.writeBack.takeDue()
  const [sent] = await Promise.all([mine.outbox.send(record.commandId), noteOnCard(parts, record)])
  return kept.ok || sent ? done({ sent }) : kept
}

/** The agent's own note is part of the person's story from now on, before the CRM itself knows of it. */
async function noteOnCard(
  { cache, link, log }: Pick<BridgeParts, 'cache' | 'link' | 'log'>,
  record: WrapUpRecord,
): Promise<void> {
  if (record.personId === null || record.note.trim() === '') return
  const author = link.session?.name ?? ''
  const answer = await cache.addNote(record.personId, author, record.note, record.writtenAtMs)
  if (!answer.ok) log.warn({ callId: record.callId, why: answer.failure.code }, 'the note is not on the card')
}
