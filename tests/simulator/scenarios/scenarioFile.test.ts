/** Scenario files: the ones we ship are right, and a wrong one is answered with where and why. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseScenario, readScenario } from '#simulator/scenarios/scenarioFile'

const pathOf = (name: string) =>
  fileURLToPath(new URL(`../../../resources/scenarios/${name}.yaml`, import.meta.url))
const demo = readFileSync(pathOf('demo'), 'utf8')

test.each(['demo', 'floor', 'busy-day', 'quiet'])(
  '%s is right, with Persian names for every queue and disposition',
  (name) => {
    const reading = readScenario(pathOf(name))
    if (!reading.ok) throw new Error(reading.complaint)
    expect(reading.scenario.name).toBe(name)
    expect(reading.scenario.queues.map((queue) => queue.id)).toEqual(['support', 'sales', 'billing'])
    for (const queue of reading.scenario.queues) {
      expect(queue.label?.en).toBe(queue.name)
      expect(queue.label?.fa).toMatch(/[آ-ی]/)
      expect(queue.dispositions.length).toBeGreaterThan(2)
      expect(queue.dispositions.every((each) => each.label.fa !== undefined)).toBe(true)
      expect(queue.wrapUpMs).toBe(30_000)
      expect(queue.serviceLevelMs).toBe(20_000)
    }
  },
)

describe('a wrong file says where and why', () => {
  const change = (from: string, to: string) => {
    expect(demo).toContain(from)
    return parseScenario(demo.replace(from, to), 'mine.yaml')
  }

  test.each([
    ['strategy: least-recent', 'strategy: loudest', /^mine\.yaml: queues\[0\]\.strategy: /],
    ['utcOffsetMinutes: 210', 'utcOffsetMinutes: soon', /^mine\.yaml: utcOffsetMinutes: /],
    [
      "line: '+982188001001'",
      "line: '+99999'",
      /^mine\.yaml: practice\.line: nothing here is called \+99999/,
    ],
    [
      "extension: '1001', penalty: 0",
      "extension: '1009', penalty: 0",
      /queues\[0\]\.members\[0\]\.extension: nothing/,
    ],
    ['firstAfterMs: [2000, 4500]', 'firstAfterMs: [4500, 2000]', /practice\.firstAfterMs: the first value/],
    ['description:', 'descriptoin:', /description|Unrecognized/],
  ])('%s → %s', (from, to, complaint) => {
    const reading = change(from, to)
    expect(reading.ok ? '' : reading.complaint).toMatch(complaint)
  })

  test('text that is not YAML', () => {
    const reading = parseScenario('queues: [', 'mine.yaml')
    expect(reading.ok ? '' : reading.complaint).toMatch(/^mine\.yaml: .*line 1/)
  })

  test('an empty file', () => {
    const reading = parseScenario('', 'mine.yaml')
    expect(reading.ok ? '' : reading.complaint).toMatch(/^mine\.yaml: the file: /)
  })

  test('a file that is not there', () => {
    const reading = readScenario('/nowhere/mine.yaml')
    expect(reading.ok ? '' : reading.complaint).toMatch(/mine\.yaml: cannot be read/)
  })
})
