/** The floor: its queues over its agents and who waits, live, with everything a supervisor may do about them. */
import { useCallback, useMemo, useRef, useState } from 'react'
import { ActBar } from '#renderer/features/floor/ActBar.tsx'
import { AgentsPane } from '#renderer/features/floor/AgentsPane.tsx'
import type { DraggedCaller } from '#renderer/features/floor/dragCaller'
import styles from '#renderer/features/floor/Floor.module.css'
import { FloorQuestions, type WriteTo } from '#renderer/features/floor/FloorQuestions.tsx'
import { FloorTrouble } from '#renderer/features/floor/FloorTrouble.tsx'
import type { FloorCentres } from '#renderer/features/floor/floorTurns'
import type { PaneProps } from '#renderer/features/floor/paneProps'
import { QueuesPane } from '#renderer/features/floor/QueuesPane.tsx'
import { RowMenu } from '#renderer/features/floor/RowMenu.tsx'
import { useFloorCentres } from '#renderer/features/floor/useFloorCentres'
import { WaitingPane } from '#renderer/features/floor/WaitingPane.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { createAgentRows } from '#renderer/state/floor/floorAgents'
import { FloorDeskProvider, type FloorQuestion, type FloorSubject } from '#renderer/state/floor/floorDesk.tsx'
import { toLostFloor } from '#renderer/state/floor/floorLink'
import { createQueueRows } from '#renderer/state/floor/floorQueues'
import { createFloorSorter } from '#renderer/state/floor/floorSort'
import { useFloorView } from '#renderer/state/floor/floorView'
import { createWaitingRows } from '#renderer/state/floor/floorWaiting'
import { useDesk } from '#renderer/state/useDesk.tsx'

interface OpenMenu {
  readonly subject: FloorSubject
  readonly at: HTMLElement
}

/** A row to lead to; each time with a serial of its own. */
export interface FloorJump {
  readonly kind: 'agent' | 'queue'
  readonly id: string
  readonly serial: number
}

export interface FloorProps {
  readonly jump: FloorJump | null
  readonly writeTo: WriteTo
}

export function Floor({ jump, writeTo }: FloorProps) {
  const { t } = useI18n()
  const centres = useFloorCentres()
  const [open, setOpen] = useState<OpenMenu | null>(null)
  const [question, setQuestion] = useState<FloorQuestion | null>(null)
  const openMenu = useCallback((subject: FloorSubject, at: HTMLElement) => setOpen({ subject, at }), [])
  return (
    <FloorDeskProvider openMenu={openMenu} ask={setQuestion}>
      {centres === null ? (
        <p className={styles.waitingForGateway}>{t('status.unknown')}</p>
      ) : (
        <Panes
          centres={centres}
          open={open}
          question={question}
          jump={jump}
          writeTo={writeTo}
          onCloseMenu={() => setOpen(null)}
          onCloseQuestion={() => setQuestion(null)}
        />
      )}
    </FloorDeskProvider>
  )
}

interface PanesProps extends FloorProps {
  readonly centres: FloorCentres
  readonly open: OpenMenu | null
  readonly question: FloorQuestion | null
  readonly onCloseMenu: () => void
  readonly onCloseQuestion: () => void
}

function Panes({ centres, open, question, jump, writeTo, onCloseMenu, onCloseQuestion }: PanesProps) {
  const { locale } = useI18n()
  const [view, onView] = useFloorView()
  const [rowsOf] = useState(() => ({
    agents: createAgentRows(),
    queues: createQueueRows(),
    waiting: createWaitingRows(),
  }))
  const sorter = useMemo(() => createFloorSorter(locale), [locale])
  const dragged: DraggedCaller = useRef(null)
  const lost = useLostFloor()
  const waiting = rowsOf.waiting(centres.waiting)
  const shared: PaneProps = {
    view,
    onView,
    sorter,
    isBusy: open !== null || question !== null,
    lost,
  }
  return (
    <div className={styles.floor}>
      <FloorTrouble lost={lost} />
      <div className={styles.panes}>
        <QueuesPane
          {...shared}
          rows={rowsOf.queues(centres.queues)}
          jump={jump?.kind === 'queue' ? jump : null}
        />
        <AgentsPane
          {...shared}
          rows={rowsOf.agents(centres.agents)}
          queues={centres.agents.queues}
          teams={centres.agents.teams ?? noTeams}
          dragged={dragged}
          jump={jump}
        />
        <WaitingPane {...shared} rows={waiting} dragged={dragged} />
      </div>
      <ActBar />
      {open !== null && <RowMenu {...open} centre={centres.agents} waiting={waiting} onClose={onCloseMenu} />}
      {question !== null && (
        <FloorQuestions
          question={question}
          centre={centres.agents}
          writeTo={writeTo}
          onClose={onCloseQuestion}
        />
      )}
    </div>
  )
}

const noTeams: never[] = []

/** The same object while the same link is lost since the same moment. */
function useLostFloor() {
  const what = useDesk((model) => toLostFloor(model)?.what ?? null)
  const sinceMs = useDesk((model) => toLostFloor(model)?.sinceMs ?? 0)
  return useMemo(
    () => (what === null ? null : ({ what, sinceMs, clock: what === 'pbx' ? 'gateway' : 'page' } as const)),
    [what, sinceMs],
  )
}
