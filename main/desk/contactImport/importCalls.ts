/** The bridge's calls for a file of people, each for the page that makes it. */
import type { BridgeBase } from '#main/desk/bridgeRouter'
import type { ImportDesk } from '#main/desk/contactImport/importDesk'
import { streamLatest } from '#main/desk/eventStream'

export function createImportCalls(imports: ImportDesk, os: BridgeBase) {
  const calls = os.contactImport
  return {
    watch: calls.watch.handler(async function* ({ context: { pageId }, signal }) {
      const leave = imports.open(pageId)
      try {
        yield* streamLatest(() => imports.stateFor(pageId), imports.onChange, signal)
      } finally {
        leave()
      }
    }),
    begin: calls.begin.handler(({ input, context }) => imports.begin(context.pageId, input)),
    send: calls.send.handler(({ input: { fileId, at, bytes }, context }) =>
      imports.send(context.pageId, fileId, at, bytes),
    ),
    look: calls.look.handler(({ input, context }) => imports.look(context.pageId, input)),
    take: calls.take.handler(({ context }) => imports.take(context.pageId)),
    stop: calls.stop.handler(({ context }) => imports.stop(context.pageId)),
    leave: calls.leave.handler(({ context }) => imports.leave(context.pageId)),
    undo: calls.undo.handler(({ input, context }) => imports.undo(context.pageId, input.importId)),
    refused: calls.refused.handler(({ context }) => imports.refused(context.pageId)),
  }
}
