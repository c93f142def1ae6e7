/** What may be dialled here: the site's rules with what the live model knows of the centre's own numbers. */
import { useMemo } from 'react'
import { type DialRules, defaultDialRules } from '#contract/dialRules'
import { type DialVerdict, toDialled } from '#renderer/phone/dialRules'
import type { DeskModel } from '#renderer/state/deskModel'
import { useDesk } from '#renderer/state/useDesk.tsx'

export type { DialRefusal, DialVerdict } from '#renderer/phone/dialRules'

export type Judge = (text: string) => DialVerdict

export function createJudge(rules: DialRules, country: string, extensions: ReadonlySet<string>): Judge {
  const plan = {
    ...rules,
    country: rules.country ?? country,
    isExtension: (number: string) => extensions.has(number),
  }
  return (text) => toDialled(text, plan)
}

/** For code outside the page's parts. */
export function judgeOf({ centre, desk }: Pick<DeskModel, 'centre' | 'desk'>): Judge {
  return createJudge(
    centre?.dialling?.rules ?? defaultDialRules,
    desk?.settings.country ?? 'IR',
    toExtensions(centre),
  )
}

/** The same function for as long as rules and people stay the same. */
export function useJudge(): Judge {
  const rules = useDesk((model) => model.centre?.dialling?.rules ?? defaultDialRules)
  const country = useDesk((model) => model.desk?.settings.country ?? 'IR')
  // A string: presences change all day, extensions do not.
  const extensions = useDesk((model) => [...toExtensions(model.centre)].join(' '))
  return useMemo(
    () => createJudge(rules, country, new Set(extensions.split(' '))),
    [rules, country, extensions],
  )
}

function toExtensions(centre: DeskModel['centre']): ReadonlySet<string> {
  if (centre === null) return new Set()
  const queues = centre.dialling?.queueNumbers ?? []
  return new Set([...centre.agents.map(({ extension }) => extension), ...queues.map(({ number }) => number)])
}
