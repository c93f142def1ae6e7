/** The rehearsal: plays to its end by itself, and ends whenever it is told to. */
import { expect, test } from 'vitest'
import { prepareCertificate } from '#simulator/media/mediaPeer'
import { startRehearsal } from '#simulator/media/rehearsal'

const addresses = ['127.0.0.1']

test('it runs through until sound has come', async () => {
  await prepareCertificate()
  const surprises: unknown[] = []
  const rehearsal = startRehearsal({ addresses, onSurprise: (cause) => surprises.push(cause) })
  expect(await rehearsal.finished).toBe('played')
  await rehearsal.close()
  expect(surprises).toEqual([])
})

test('it can be ended before it is over', async () => {
  const surprises: unknown[] = []
  const rehearsal = startRehearsal({ addresses, onSurprise: (cause) => surprises.push(cause) })
  await rehearsal.close()
  expect(await rehearsal.finished).toBe('ended')
  expect(surprises).toEqual([])
})
