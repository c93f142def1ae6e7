/**
 * Pauses and resumes the recording of a call on Asterisk: MixMonitorMute of both directions has every recorder of the
 * channel write silence, so that the file keeps its length. Done only when the switch has told that it is so.
 */
import { type Answer, failed } from '#contract/failure'
import type { CallId } from '#contract/ids'
import type { Clock } from '#contract/time'
import { peersOf } from '#gateway/asterisk/events/callView'
import type { Channel } from '#gateway/asterisk/events/switchState'
import { actOnCall, untilSeen } from '#gateway/asterisk/floor/actOnCall'
import { type Found, order, setVariable } from '#gateway/asterisk/floor/rescue'
import type { Centre } from '#gateway/asterisk/link/composeNodes'
import { pausedVariable } from '#gateway/asterisk/link/readSwitch'

export interface Recordings {
  /** `wrong-state` for a call nobody records; `timed-out` where the switch does not confirm within 2 s. */
  setPaused(callId: CallId, isPaused: boolean): Promise<Answer<null>>
}

const confirmWithinMs = 2000

export function createRecordings(centre: Pick<Centre, 'find'>, clock: Clock): Recordings {
  const act = actOnCall(centre)

  async function setPaused(found: Found, isPaused: boolean): Promise<Answer<null>> {
    const { node, call } = found
    const channels = recordedOf(found)
    if (channels.length === 0) return failed('wrong-state', call.memory.callId)
    for (const channel of channels) {
      const set = await mute(found, channel, isPaused)
      if (!set.ok) return set
    }
    // The call as it is now: a reading of the switch may have put another in its place meanwhile.
    const stateNow = () => node.tracker?.state.calls.get(call.memory.callId)?.view.recording
    const wanted = isPaused ? 'paused' : 'running'
    return untilSeen(clock, () => stateNow() === wanted, {
      withinMs: confirmWithinMs,
      subject: 'MixMonitorMute',
    })
  }

  /** The note of it is never there while the recorder runs: a gateway started anew would trust it. */
  async function mute({ node }: Found, channel: Channel, isPaused: boolean): Promise<Answer<null>> {
    const note = (value: string | number) => setVariable(node, channel, pausedVariable, value)
    if (!isPaused) {
      const cleared = await note('')
      if (!cleared.ok) return cleared
    }
    const muted = await order(node, 'MixMonitorMute', [
      ['Channel', channel.block.name],
      ['Direction', 'both'],
      ['State', isPaused ? 1 : 0],
    ])
    return muted.ok && isPaused ? note(node.nowMs()) : muted
  }

  return { setPaused: (callId, isPaused) => act(callId, (found) => setPaused(found, isPaused)) }
}

function recordedOf({ node, anchor }: Found): Channel[] {
  const state = node.tracker?.state
  const inCall = state === undefined ? [] : [anchor, ...peersOf(state, anchor)]
  return inCall.filter(({ recorders }) => recorders > 0)
}
