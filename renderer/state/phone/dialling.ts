/** What may be dialled here: the site's rules with what the live model knows of the centre's own numbers. */
import { useMemo } from 'react'
import { type DialRules, defaultDialRules } from '#contract/dialRules'
import { type DialVerdict, toDialled } from '#renderer/phone/dialling/dialRules'
import type { DeskModel } from '#renderer/state/deskModel'
import { useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'

export type { DialRefusal, DialVerdict } from '#renderer/phone/dialling/dialRules'

export type Judge = (text: string) => DialVerdict

/** People and queues are looked up when something is judged: on a busy floor they change many times a second. */
function createJudge(rules: DialRules, country: string, readCentre: () => DeskModel['centre']): Judge {
  const isExtension = (number: string): boolean => {
    const centre = readCentre()
    const queues = centre?.dialling?.queueNumbers ?? []
    return (
      queues.some((queue) => queue.number === number) ||
      (centre?.agents.some(({ extension }) => extension === number) ?? false)
    )
  }
  const plan = { ...rules, country: rules.country ?? country, isExtension }
  return (text) => toDialled(text, plan)
}

/** For what is judged outside drawing. */
export function judgeOf({ centre, desk }: Pick<DeskModel, 'centre' | 'desk'>): Judge {
  const rules = centre?.dialling?.rules ?? defaultDialRules
  return createJudge(rules, desk?.settings.country ?? 'IR', () => centre)
}

/** The same function for as long as the rules stay the same. */
export function useJudge(): Judge {
  const store = useDeskStore()
  const rules = useDesk((model) => model.centre?.dialling?.rules ?? defaultDialRules)
  const country = useDesk((model) => model.desk?.settings.country ?? 'IR')
  return useMemo(() => createJudge(rules, country, () => store.getState().centre), [rules, country, store])
}
