/** A desk process that writes drafts and records as fast as it can, tells of each that is kept, and waits to be killed. */
import { CallId, CommandId } from '#contract/ids'
import { emptyDraft } from '#contract/wrapUp'
import { createWrapUpStore } from '#main/desk/wrapUp/wrapUpStore'
import { realClock } from '#tests/support/realClock'
import { silentLog } from '#tests/support/silentLog'

const [path = '', from = '0'] = process.argv.slice(2)
const store = createWrapUpStore({ path, key: new Uint8Array(32).fill(9), clock: realClock, log: silentLog })

for (let revision = Number(from); revision < Number(from) + 100_000; revision += 1) {
  const note = `written ${revision} `.repeat(1 + (revision % 200))
  const saved = store.saveDraft({ ...emptyDraft(CallId.parse('typing')), revision, note })
  if (saved.ok) process.stdout.write(`draft ${revision}\n`)
  if (revision % 5 === 0) finishOne(revision)
}

function finishOne(revision: number): void {
  const callId = CallId.parse(`call-${revision}`)
  store.saveDraft({ ...emptyDraft(callId), note: 'to be finished' })
  const finished = store.finish({
    commandId: CommandId.parse(`command-${revision}`),
    callId,
    queueId: null,
    personId: null,
    dispositionId: null,
    note: `finished ${revision}`,
    followUpOn: null,
    writtenAtMs: revision,
  })
  if (finished.ok) process.stdout.write(`record ${revision}\n`)
}
