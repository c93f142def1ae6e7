/** The person on the line: their card, a choice of several, or what to do when nothing is known. */
import { useState } from 'react'
import type { PossibleDuplicate } from '#contract/duplicate'
import { CallerHead } from '#renderer/features/caller/CallerHead.tsx'
import styles from '#renderer/features/caller/CallerPanel.module.css'
import { NoCaller } from '#renderer/features/caller/NoCaller.tsx'
import { PersonBlocks } from '#renderer/features/caller/PersonBlocks.tsx'
import { PersonChooser } from '#renderer/features/caller/PersonChooser.tsx'
import { UnknownCaller } from '#renderer/features/caller/UnknownCaller.tsx'
import { useCardPainted } from '#renderer/features/caller/useCardPainted'
import { useDuplicates } from '#renderer/features/caller/useDuplicates'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { CallerView } from '#renderer/state/deskModel'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { useAfterPaint } from '#renderer/ui/afterPaint'
import { joinClasses } from '#renderer/ui/joinClasses'

export function CallerPanel() {
  const { t } = useI18n()
  const caller = useDesk((model) => model.caller)
  const isAnswered = caller !== null && (caller.card !== null || caller.cardFailure !== null)
  useCardPainted(isAnswered ? caller.key : null)
  // It lies beneath the caller, and to take it away can wait until they are shown.
  const isEmpty = useAfterPaint(caller === null)
  return (
    <section className={styles.panel} aria-label={t('region.caller')}>
      {isEmpty && <NoCaller />}
      <Callers caller={caller} />
    </section>
  )
}

/** The caller on the screen, and out of sight the next one, who keeps what is drawn of them when they ring. */
function Callers({ caller }: { readonly caller: CallerView | null }) {
  const next = useDesk((model) => model.nextCaller)
  const isAhead = next !== null && next.key !== caller?.key
  const callers = [...(caller === null ? [] : [caller]), ...(isAhead ? [next] : [])]
  return callers.map((each) => (
    <div
      key={each.key}
      className={joinClasses(styles.caller, each !== caller && styles.ahead)}
      inert={each !== caller}
      aria-hidden={each !== caller}
    >
      <Caller caller={each} />
    </div>
  ))
}

function Caller({ caller }: { readonly caller: CallerView }) {
  const [isChoosing, setChoosing] = useState(false)
  const duplicates = useDuplicates(caller.person?.personId ?? null)
  const canChooseAgain = caller.card?.kind === 'several' && caller.person !== null && !isChoosing
  return (
    <>
      <CallerHead
        caller={caller}
        duplicates={duplicates}
        onChooseAgain={canChooseAgain ? () => setChoosing(true) : null}
      />
      <CallerBody
        caller={caller}
        duplicates={duplicates}
        isChoosing={isChoosing}
        onChosen={() => setChoosing(false)}
      />
    </>
  )
}

interface CallerBodyProps {
  readonly caller: CallerView
  readonly duplicates: readonly PossibleDuplicate[]
  /** The person shown was the wrong one. */
  readonly isChoosing: boolean
  readonly onChosen: () => void
}

function CallerBody({ caller, duplicates, isChoosing, onChosen }: CallerBodyProps) {
  if (caller.card?.kind === 'several' && (isChoosing || caller.person === null))
    return <PersonChooser cards={caller.card.cards} onChosen={onChosen} />
  return caller.person === null ? (
    <UnknownCaller caller={caller} />
  ) : (
    <PersonBlocks person={caller.person} news={caller.news} number={caller.number} duplicates={duplicates} />
  )
}
