/** Names queues in the reader's language, where their centre has a name in each. */
import type { Centre } from '#contract/centre'
import type { Queue } from '#contract/queue'
import type { Settings } from '#contract/settings'

export type NameQueues = (centre: Centre, locale: Settings['locale']) => Centre

interface Named {
  readonly told: Centre
  readonly locale: Settings['locale']
  readonly centre: Centre
}

/** Whatever did not change stays the same object: a row, the list, the centre. */
export function createQueueNames(): NameQueues {
  const rows = new WeakMap<Queue, Queue>()
  let last: Named | null = null

  function nameRow(queue: Queue, locale: Settings['locale']): Queue {
    const name = queue.label?.[locale] ?? queue.name
    if (name === queue.name) return queue
    const known = rows.get(queue)
    if (known?.name === name) return known
    const named = { ...queue, name }
    rows.set(queue, named)
    return named
  }

  function nameAll({ queues }: Centre, locale: Settings['locale']): Queue[] {
    const before = last
    if (before !== null && before.told.queues === queues && before.locale === locale)
      return before.centre.queues
    const named = queues.map((queue) => nameRow(queue, locale))
    return named.every((queue, at) => queue === queues[at]) ? queues : named
  }

  return (told, locale) => {
    if (last?.told === told && last.locale === locale) return last.centre
    const queues = nameAll(told, locale)
    last = { told, locale, centre: queues === told.queues ? told : { ...told, queues } }
    return last.centre
  }
}
