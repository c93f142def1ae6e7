/** Collects what the wallboard draws, for whoever may look at one, from sign-in on. */
import type { DeskCore } from '#renderer/state/deskCore'
import type { DeskModel } from '#renderer/state/deskModel'
import { addSample, emptySeries, sampleEveryMs } from '#renderer/state/wallboard/wallboardSeries'

export interface WallboardFlow {
  end(): void
}

/** `isWallboard`: the page is nothing but a wallboard, and collects for agents too. */
export function createWallboardFlow({ store, clock }: DeskCore, isWallboard: boolean): WallboardFlow {
  let cancel: (() => void) | null = null

  function sample(): void {
    cancel = clock.after(sampleEveryMs, sample)
    const model = store.getState()
    const isFresh = isFloorFresh(model)
    // Before anything was ever known there is no line to interrupt.
    if (!isFresh && model.wallboard.atMs.length === 0) return
    const nowMs = clock.nowMs() + model.clockOffsetMs
    store.setState({ wallboard: addSample(model.wallboard, isFresh ? model.centre : null, nowMs) })
  }

  function stop(): void {
    cancel?.()
    cancel = null
  }

  const forget = store.subscribe((model, before) => {
    const session = model.desk?.session ?? null
    const isWanted = session !== null && (isWallboard || session.role !== 'agent') && model.centre !== null
    const isOther = session?.agentId !== before.desk?.session?.agentId
    if (isOther && model.wallboard.atMs.length > 0) store.setState({ wallboard: emptySeries })
    if (!isWanted) stop()
    else if (cancel === null) sample()
  })

  return {
    end() {
      forget()
      stop()
    },
  }
}

/** Whether what is known of the floor is as it is now: all three links stand. */
export function isFloorFresh({
  bridge,
  desk,
  centre,
}: Pick<DeskModel, 'bridge' | 'desk' | 'centre'>): boolean {
  const links = [bridge, desk?.gateway, centre?.pbx]
  return links.every((link) => link?.kind === 'connected')
}
