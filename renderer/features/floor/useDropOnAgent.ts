/** Lets a dragged caller be dropped on the row of an agent who is free. */
import type { DragEvent } from 'react'
import type { DraggedCaller } from '#renderer/features/floor/dragCaller'
import type { AgentRow } from '#renderer/state/floor/floorAgents'
import { useFloorDesk } from '#renderer/state/floor/floorDesk.tsx'

export function useDropOnAgent(rows: readonly AgentRow[], dragged: DraggedCaller) {
  const { acts } = useFloorDesk()
  return {
    onDragOver(event: DragEvent<HTMLElement>) {
      const target = toTarget(event)
      light(event.currentTarget, target)
      if (target === null || dragged.current === null) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'move'
    },
    onDragLeave(event: DragEvent<HTMLElement>) {
      const to = event.relatedTarget
      if (!(to instanceof Node) || !event.currentTarget.contains(to)) light(event.currentTarget, null)
    },
    onDrop(event: DragEvent<HTMLElement>) {
      const target = toTarget(event)
      const caller = dragged.current
      light(event.currentTarget, null)
      const agent = rows.find(({ agent: each }) => each.id === target?.dataset.agent)?.agent
      if (agent === undefined || caller === null) return
      event.preventDefault()
      const { row, who } = caller
      void acts.perform({ kind: 'give', callId: row.call.id, agentId: agent.id, who, to: agent.name })
    },
  }
}

function toTarget(event: DragEvent): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>('[data-free]') : null
}

/** Straight on the element: nothing else of the page need know. */
function light(pane: HTMLElement, target: HTMLElement | null): void {
  for (const lit of pane.querySelectorAll<HTMLElement>('[data-drop]')) {
    if (lit !== target) delete lit.dataset.drop
  }
  if (target !== null) target.dataset.drop = 'yes'
}
