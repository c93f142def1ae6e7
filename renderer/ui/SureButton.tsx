/** A button for what cannot be taken back: the first press asks, the second does it, and leaving it takes the question back. */
import { useState } from 'react'
import { Button } from '#renderer/ui/Button.tsx'

export interface SureButtonProps {
  readonly label: string
  /** In its place after the first press. */
  readonly question: string
  readonly onSure: () => void
}

export function SureButton({ label, question, onSure }: SureButtonProps) {
  const [isAsked, setAsked] = useState(false)
  return (
    <Button
      look="quiet"
      size="small"
      onBlur={() => setAsked(false)}
      onClick={() => (isAsked ? onSure() : setAsked(true))}
    >
      {isAsked ? question : label}
    </Button>
  )
}
