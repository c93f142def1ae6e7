/** Answers every act of `contract/acts` with one function: the other side of a boundary, as a test wants it. */
import { type ActGroup, actNames } from '#contract/acts'
import type { Answer } from '#contract/failure'

export interface AskedAct {
  readonly group: ActGroup
  readonly name: string
  readonly input: unknown
}

/** `os` is an implementer of either contract; the result goes into its router. */
export function handleActs(
  os: object,
  answer: (act: AskedAct) => Answer<unknown> | Promise<Answer<unknown>>,
): never {
  const routes: Record<string, Record<string, unknown>> = {}
  for (const { group, name } of actNames) {
    const route = (os as Implementer)[group]?.[name]
    routes[group] ??= {}
    routes[group][name] = route?.handler(({ input }) => answer({ group, name, input }))
  }
  return routes as never
}

type Implementer = Record<
  string,
  Record<string, { handler(run: (call: { input: unknown }) => unknown): unknown }>
>
