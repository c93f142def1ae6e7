/** A phone with pinned colleagues and queues, messages that wait and a choice of numbers to show, for the gallery. */
import { AgentId, QueueId } from '#contract/ids'
import type { Pin } from '#contract/pin'
import type { DeskModel } from '#renderer/state/deskModel'
import { withDialling } from '#tests/renderer/gallery/samplePhone'

export function withPins(given: DeskModel): DeskModel {
  const model = withDialling(given)
  const { centre, desk, me } = model
  if (centre?.dialling === undefined || desk === null) return model
  const people = centre.agents.filter(({ id }) => id !== me?.id).slice(0, 8)
  const pins: Pin[] = [
    ...people.map(({ id }): Pin => ({ kind: 'agent', id })),
    { kind: 'queue', id: QueueId.parse('queue-0') },
    { kind: 'agent', id: AgentId.parse('user-gone') },
  ]
  return {
    ...model,
    phone: { ...model.phone, messages: { fresh: 2, old: 5 } },
    desk: { ...desk, settings: { ...desk.settings, pins } },
    centre: {
      ...centre,
      dialling: { ...centre.dialling, voicemail: '*{extension}', mailbox: '*97' },
      shownNumbers: [
        { number: '+982191001234', name: 'Support', label: { en: 'Support', fa: 'پشتیبانی' } },
        { number: '+982191005678', name: 'Sales', label: { en: 'Sales', fa: 'فروش' } },
      ],
    },
  }
}
