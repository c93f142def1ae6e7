/** Keys of a focused row of the floor: single letters, since nothing can be typed into a row (WCAG 2.1.4). */
import type { Shortcut } from '#renderer/ui/shortcuts'

export const rowKeys = {
  listen: { code: 'KeyL', label: 'L' },
  whisper: { code: 'KeyW', label: 'W' },
  barge: { code: 'KeyB', label: 'B' },
  takeOver: { code: 'KeyT', label: 'T' },
  message: { code: 'KeyM', label: 'M' },
  take: { code: 'KeyT', label: 'T' },
  give: { code: 'KeyG', label: 'G' },
} as const satisfies Record<string, Shortcut>
