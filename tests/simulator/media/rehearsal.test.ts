/** The rehearsal: plays to its end by itself, and can be closed at any time. */
import { expect, test } from 'vitest'
import { prepareCertificate } from '#simulator/media/mediaPeer'
import { startRehearsal } from '#simulator/media/rehearsal'

const addresses = ['127.0.0.1']

test('it runs through until sound has come', async () => {
  await prepareCertificate()
  const surprises: unknown[] = []
  const rehearsal = startRehearsal({ addresses, onSurprise: (cause) => surprises.push(cause) })
  expect(await rehearsal.played).toBe(true)
  await rehearsal.close()
  expect(surprises).toEqual([])
})

test('closed at its beginning it still comes to rest', async () => {
  const surprises: unknown[] = []
  const rehearsal = startRehearsal({ addresses, onSurprise: (cause) => surprises.push(cause) })
  await rehearsal.close()
  await rehearsal.played
  expect(surprises).toEqual([])
})

test('where it cannot connect it is given up when closed', async () => {
  const surprises: unknown[] = []
  // No candidate at all: nobody ever finds the other.
  const rehearsal = startRehearsal({ addresses: [], onSurprise: (cause) => surprises.push(cause) })
  await rehearsal.close()
  expect(await rehearsal.played).toBe(false)
  expect(surprises).toEqual([])
})
