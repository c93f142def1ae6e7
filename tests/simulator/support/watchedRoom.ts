/** A monitoring room with a supervisor at their phone, and a model beside it that follows what is told. */
import { afterEach, beforeEach } from 'vitest'
import { type ModelWatch, watchModel } from '#tests/simulator/support/modelWatch'
import {
  closeEmpty,
  createMonitorRoom,
  type MonitorRoom,
  supervisor,
} from '#tests/simulator/support/monitorRoom'

export let room: MonitorRoom
export let watch: ModelWatch

/** Opens them for each test and closes them with nothing left behind. */
export function openWatchedRoomForEachTest(): void {
  beforeEach(async () => {
    room = createMonitorRoom()
    watch = watchModel(room.centre)
    await room.seat(supervisor)
  })
  afterEach(async () => {
    watch.close()
    await closeEmpty(room)
  })
}
