/** Which path sound takes: the first one checked, until the phone names another. */
import { expect, test } from 'vitest'
import type { RTCPeerConnection } from 'werift'
import { createPairSelection } from '#simulator/media/pairSelection'

type Filter = NonNullable<RTCPeerConnection['config']['iceFilterStunResponse']>
type Check = Parameters<Filter>[0]
type Connection = RTCPeerConnection['iceTransports'][number]['connection']

function check(nominates: boolean) {
  const attributes = nominates ? ['USERNAME', 'USE-CANDIDATE'] : ['USERNAME']
  return {
    attributes,
    message: {
      attributesKeys: attributes,
      setAttribute: (name: string) => void attributes.push(name),
    } as unknown as Check,
  }
}

const protocol = {} as Parameters<Filter>[2]
const [wifi, wire] = [{ remoteAddr: ['192.0.2.1', 5000] }, { remoteAddr: ['192.0.2.2', 6000] }]

function follow() {
  const selection = createPairSelection()
  const connection = { nominated: wifi, candidatePairs: [wifi, wire] }
  selection.follow(connection as unknown as Connection)
  return { selection, connection }
}

test('only the first check counts as naming its path', () => {
  const { selection } = follow()
  const [first, second] = [check(false), check(false)]
  expect(selection.filter(first.message, ['192.0.2.1', 5000], protocol)).toBe(true)
  selection.filter(second.message, ['192.0.2.2', 6000], protocol)
  expect(first.attributes).toContain('USE-CANDIDATE')
  expect(second.attributes).not.toContain('USE-CANDIDATE')
})

test('sound goes where the phone names, also when it did so before the answer', async () => {
  const { selection, connection } = follow()
  selection.filter(check(false).message, ['192.0.2.1', 5000], protocol)
  selection.filter(check(true).message, ['192.0.2.2', 6000], protocol)
  await Promise.resolve()
  expect(connection.nominated).toBe(wire)
  selection.filter(check(false).message, ['192.0.2.1', 5000], protocol)
  await Promise.resolve()
  expect(connection.nominated).toBe(wire)
})
