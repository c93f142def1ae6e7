/** Main's answers about a file of people, where the test is about something else: it has none, and takes none. */
import type { implement } from '@orpc/server'
import type { bridgeContract } from '#contract/bridge'
import { done, failed } from '#contract/failure'
import type { FakeMain } from '#tests/renderer/state/fakeMain'

export function createImport(
  main: FakeMain,
  { contactImport }: ReturnType<typeof implement<typeof bridgeContract>>,
) {
  return {
    watch: contactImport.watch.handler(({ signal }) => main.contactImport.read(signal)),
    begin: contactImport.begin.handler(() => failed('forbidden')),
    send: contactImport.send.handler(() => failed('wrong-state')),
    look: contactImport.look.handler(() => failed('wrong-state')),
    take: contactImport.take.handler(() => failed('wrong-state')),
    stop: contactImport.stop.handler(() => failed('wrong-state')),
    leave: contactImport.leave.handler(() => done(null)),
    undo: contactImport.undo.handler(() => failed('not-found')),
    refused: contactImport.refused.handler(() => done([])),
  }
}
