/** Asks in which queue an agent is to be paused, and why, or which of such pauses is to end. */
import type { Centre } from '#contract/centre'
import { PickBox } from '#renderer/features/floor/PickBox.tsx'
import { type QueuePause, toPausable, toPausedIn } from '#renderer/features/floor/questionChoices'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { FloorAct } from '#renderer/state/floor/floorActs'
import type { AgentRow } from '#renderer/state/floor/floorAgents'
import { useFloorDesk } from '#renderer/state/floor/floorDesk.tsx'

export interface PauseBoxProps {
  readonly row: AgentRow
  readonly centre: Centre
  readonly isPausing: boolean
  readonly onClose: () => void
}

export function PauseBox({ row, centre, isPausing, onClose }: PauseBoxProps) {
  const { t, locale } = useI18n()
  const { acts } = useFloorDesk()
  const { id: agentId, name: who } = row.agent
  const pauses = isPausing ? toPausable(row.agent, centre, locale) : toPausedIn(row.agent, centre, locale)
  const perform = ({ queueId, queueName: to, reasonId }: QueuePause): void => {
    const pause: FloorAct = { kind: 'pauseInQueue', agentId, queueId, reasonId, who, to }
    const resume: FloorAct = { kind: 'resumeInQueue', agentId, queueId, who, to }
    void (isPausing ? acts.perform(pause, [resume]) : acts.perform(resume, [pause]))
  }
  return (
    <PickBox
      title={t(isPausing ? 'floor.pauseInQueue.title' : 'floor.resumeInQueue.title', { who })}
      choices={pauses.map(({ queueName, reason }, at) => ({
        key: String(at),
        name: queueName,
        aside: reason,
      }))}
      empty={t('floor.move.none')}
      onPick={(key) => {
        const pause = pauses[Number(key)]
        if (pause !== undefined) perform(pause)
      }}
      onClose={onClose}
    />
  )
}
