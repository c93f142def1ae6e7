/** The question that is open, if any: whom to give a caller to, where to move them, which status, what to write. */
import type { ReactNode } from 'react'
import { canBeOffered } from '#contract/agent'
import type { Centre } from '#contract/centre'
import type { QueueId } from '#contract/ids'
import { PauseBox } from '#renderer/features/floor/PauseBox.tsx'
import { PickBox } from '#renderer/features/floor/PickBox.tsx'
import styles from '#renderer/features/floor/Questions.module.css'
import { toChosenStatus, toReceivers, toStatusChoices } from '#renderer/features/floor/questionChoices'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { toMoveBack } from '#renderer/state/floor/floorActs'
import type { AgentRow } from '#renderer/state/floor/floorAgents'
import { type FloorQuestion, useFloorDesk } from '#renderer/state/floor/floorDesk.tsx'
import type { WaitingRow } from '#renderer/state/floor/floorWaiting'
import { Button } from '#renderer/ui/Button.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'

export interface FloorQuestionsProps {
  readonly question: FloorQuestion
  readonly centre: Centre
  readonly writeTo: WriteTo
  readonly onClose: () => void
}

/** Draws the box a message to an agent is written in; it is another part's. */
export type WriteTo = (row: AgentRow, onClose: () => void) => ReactNode

export function FloorQuestions({ question, centre, writeTo, onClose }: FloorQuestionsProps) {
  const { row } = question
  switch (question.kind) {
    case 'give':
      return <GiveBox row={question.row} who={question.who} centre={centre} onClose={onClose} />
    case 'move':
      return <MoveBox row={question.row} who={question.who} centre={centre} onClose={onClose} />
    case 'message':
      return writeTo(question.row, onClose)
    case 'hangUp':
      return <HangUpBox row={question.row} onClose={onClose} />
    case 'status':
      return <StatusBox row={question.row} centre={centre} onClose={onClose} />
    case 'pauseInQueue':
    case 'resumeInQueue':
      return (
        <PauseBox
          row={question.row}
          centre={centre}
          isPausing={question.kind === 'pauseInQueue'}
          onClose={onClose}
        />
      )
    default:
      return (
        <QueueBox
          row={row as AgentRow}
          centre={centre}
          isAdding={question.kind === 'addToQueue'}
          onClose={onClose}
        />
      )
  }
}

interface CallerBoxProps {
  readonly row: WaitingRow
  readonly who: string
  readonly centre: Centre
  readonly onClose: () => void
}

function GiveBox({ row, who, centre, onClose }: CallerBoxProps) {
  const { t, format } = useI18n()
  const { acts } = useFloorDesk()
  const free = toReceivers(centre.agents.filter(canBeOffered), row.call.queueId)
  return (
    <PickBox
      title={t('floor.give.title', { who })}
      choices={free.map((agent) => ({
        key: agent.id,
        name: agent.name,
        aside: format.digits(agent.extension),
      }))}
      empty={t('floor.give.nobody')}
      onPick={(key) => {
        const agent = free.find(({ id }) => id === key)
        if (agent !== undefined)
          void acts.perform({ kind: 'give', callId: row.call.id, agentId: agent.id, who, to: agent.name })
      }}
      onClose={onClose}
    />
  )
}

function MoveBox({ row, who, centre, onClose }: CallerBoxProps) {
  const { t, format } = useI18n()
  const { acts } = useFloorDesk()
  const { id: callId, queueId: fromId, priority } = row.call
  const queues = centre.queues.filter(({ id }) => id !== fromId)
  const waitingIn = (id: QueueId): number =>
    centre.calls.filter((call) => call.queueId === id && call.state.kind === 'waiting').length
  return (
    <PickBox
      title={t('floor.move.title', { who })}
      choices={queues.map(({ id, name }) => ({
        key: id,
        name,
        aside: t('floor.move.waiting', { count: format.number(waitingIn(id)) }),
      }))}
      empty={t('floor.move.none')}
      onPick={(key) => {
        const to = queues.find(({ id }) => id === key)
        if (to === undefined) return
        const back =
          fromId === null
            ? []
            : toMoveBack({ callId, who, queueId: fromId, queueName: row.queueName, priority })
        void acts.perform({ kind: 'move', callId, queueId: to.id, who, to: to.name }, back)
      }}
      onClose={onClose}
    />
  )
}

interface AgentBoxProps {
  readonly row: AgentRow
  readonly centre: Centre
  readonly onClose: () => void
}

function StatusBox({ row, centre, onClose }: AgentBoxProps) {
  const { t, locale } = useI18n()
  const { acts } = useFloorDesk()
  const { id: agentId, name: who } = row.agent
  const choices = toStatusChoices(centre.pauseReasons, locale, t)
  return (
    <PickBox
      title={t('floor.status.title', { who })}
      choices={choices}
      empty={t('floor.noneFound')}
      onPick={(key) => {
        const status = toChosenStatus(key)
        const to = choices.find((choice) => choice.key === key)?.name ?? ''
        void acts.perform({ kind: 'status', agentId, status, who, to })
      }}
      onClose={onClose}
    />
  )
}

function QueueBox({ row, centre, isAdding, onClose }: AgentBoxProps & { readonly isAdding: boolean }) {
  const { t } = useI18n()
  const { acts } = useFloorDesk()
  const { id: agentId, name: who, queueIds } = row.agent
  const own = new Set(queueIds)
  const queues = centre.queues.filter(({ id }) => own.has(id) !== isAdding)
  return (
    <PickBox
      title={t(isAdding ? 'floor.addToQueue.title' : 'floor.removeFromQueue.title', { who })}
      choices={queues.map(({ id, name }) => ({ key: id, name }))}
      empty={t('floor.move.none')}
      onPick={(key) => {
        const queue = queues.find(({ id }) => id === key)
        if (queue === undefined) return
        const { id: queueId, name: to } = queue
        const penalty = queue.members.find((member) => member.agentId === agentId)?.penalty ?? 0
        const add = { kind: 'addToQueue', agentId, queueId, penalty, who, to } as const
        const remove = { kind: 'removeFromQueue', agentId, queueId, who, to } as const
        void (isAdding ? acts.perform(add, [remove]) : acts.perform(remove, [add]))
      }}
      onClose={onClose}
    />
  )
}

/** A call cannot be given back once it is ended: it is asked, and the safe answer has the focus. */
function HangUpBox({ row, onClose }: { readonly row: AgentRow; readonly onClose: () => void }) {
  const { t } = useI18n()
  const { acts } = useFloorDesk()
  const { agent, call } = row
  const hangUp = (): void => {
    onClose()
    if (call !== null) void acts.perform({ kind: 'hangUp', callId: call.id, who: agent.name })
  }
  return (
    <ModalDialog title={t('floor.hangUp.title', { who: agent.name })} isOpen onOpenChange={onClose}>
      <p>{t('floor.hangUp.text')}</p>
      <div className={styles.buttons}>
        <Button autoFocus onClick={onClose}>
          {t('floor.cancel')}
        </Button>
        <Button look="end" onClick={hangUp}>
          {t('floor.hangUp.do')}
        </Button>
      </div>
    </ModalDialog>
  )
}
