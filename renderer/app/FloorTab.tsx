/** The floor with what belongs around it: the alerts above, and the box a message is written in. */
import { useCallback, useRef, useState } from 'react'
import styles from '#renderer/app/FloorTab.module.css'
import { AlertStrip } from '#renderer/features/alerts/AlertStrip.tsx'
import { Floor, type FloorJump } from '#renderer/features/floor/Floor.tsx'
import { MessageDialog } from '#renderer/features/messages/MessageDialog.tsx'
import type { AlertSubject } from '#renderer/state/alerts/alert'
import type { AgentRow } from '#renderer/state/floor/floorAgents'

export function FloorTab() {
  const [jump, setJump] = useState<FloorJump | null>(null)
  const serial = useRef(0)
  const onJump = useCallback((subject: AlertSubject) => {
    serial.current += 1
    if (subject.kind === 'agent') setJump({ kind: 'agent', id: subject.agentId, serial: serial.current })
    if (subject.kind === 'queue') setJump({ kind: 'queue', id: subject.queueId, serial: serial.current })
  }, [])
  return (
    <div className={styles.tab}>
      <AlertStrip onJump={onJump} />
      <Floor jump={jump} writeTo={writeTo} />
    </div>
  )
}

function writeTo({ agent, call }: AgentRow, onClose: () => void) {
  return (
    <MessageDialog
      agentId={agent.id}
      agentName={agent.name}
      callId={call?.id ?? null}
      isOpen
      onOpenChange={onClose}
    />
  )
}
