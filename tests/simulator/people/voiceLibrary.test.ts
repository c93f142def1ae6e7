/** The recordings in the repository are complete, small and speakable. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createVoiceLibrary } from '#simulator/people/voiceLibrary'
import { silentLog } from '#simulator/practiceLog'
import { loadScenario, voicesDir } from '#tests/simulator/support/practiceBench'

const reasons = ['order-late', 'invoice', 'purchase', 'fault', 'callee', 'colleague', 'agent']
const voices = ['en', 'fa'].flatMap((language) => reasons.map((reason) => `${language}:${reason}`))

test.each(voices)('%s has everything to say, loud enough to hear', (voice) => {
  const complaints: string[] = []
  const log = { ...silentLog, warn: (_fields: object, message: string) => void complaints.push(message) }
  const script = createVoiceLibrary(voicesDir, log).scriptOf(voice)
  expect(complaints).toEqual([])
  expect(script?.sentences.length).toBeGreaterThanOrEqual(2)
  const pieces = [script?.greeting, script?.yes, script?.areYouThere, script?.thanks, script?.goodbye]
  for (const piece of [...pieces, ...(script?.sentences ?? [])]) {
    expect(piece?.length).toBeGreaterThan(2_000)
    expect(Math.max(...(piece ?? []))).toBeGreaterThan(5_000)
  }
})

test('every reason of every scenario has a voice', () => {
  for (const name of ['demo', 'floor', 'busy-day', 'quiet']) {
    for (const queue of loadScenario(name).queues)
      expect(reasons).toEqual(expect.arrayContaining(queue.reasons))
  }
})

test('all voices together stay small', () => {
  const bytes = ['en', 'fa']
    .flatMap((language) =>
      readdirSync(join(voicesDir, language)).map((file) => join(voicesDir, language, file)),
    )
    .reduce((sum, path) => sum + statSync(path).size, 0)
  expect(bytes).toBeLessThan(1_500_000)
})

test('a name that is no voice finds nothing and touches no file', () => {
  const library = createVoiceLibrary(voicesDir, silentLog)
  for (const voice of ['', 'en', 'en:../../secret', 'de:fault', 'tone:440'])
    expect(library.scriptOf(voice)).toBeNull()
  expect(createVoiceLibrary(null, silentLog).scriptOf('en:fault')).toBeNull()
})
