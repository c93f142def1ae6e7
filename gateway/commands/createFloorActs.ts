/** The acts on the floor, in the words of the contract: each becomes one floor command of who asks. */
import type { CommandId } from '#contract/ids'
import type { GatewayActs } from '#gateway/actRoutes'
import type { FloorCommands } from '#gateway/commands/createFloorCommands'
import type { FloorCommand } from '#gateway/commands/floorRights'
import type { Person } from '#gateway/model/createFloor'

type Asked<K extends FloorCommand['kind']> = Omit<Extract<FloorCommand, { readonly kind: K }>, 'kind'>

export function createFloorActs({ run }: Pick<FloorCommands, 'run'>): GatewayActs['floor'] {
  const ask =
    <K extends FloorCommand['kind']>(kind: K) =>
    (who: Person, commandId: CommandId, input: Asked<K>) =>
      run(who, commandId, { kind, ...input } as unknown as FloorCommand)
  return {
    dial: ask('dial'),
    hangUp: ask('hangUp'),
    park: ask('park'),
    giveTo: ask('giveTo'),
    moveToQueue: ask('moveToQueue'),
    prioritise: ask('prioritise'),
    pauseInQueue: ask('pauseInQueue'),
    addToQueue: ask('addToQueue'),
    removeFromQueue: ask('removeFromQueue'),
    pauseRecording: ask('pauseRecording'),
    resumeRecording: ask('resumeRecording'),
    joinCalls: ask('joinCalls'),
    dropMember: ask('dropMember'),
  }
}
