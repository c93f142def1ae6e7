/** What Prometheus reads: drift and switches as they are, and names that cannot break out of their label. */
import { expect, test } from 'vitest'
import type { AgentId, MonitorId } from '#contract/ids'
import type { Monitor } from '#contract/monitor'
import { toMetrics } from '#gateway/commandLine/metrics'
import { openFloor, startMs, support } from '#tests/gateway/support/floorOf'

const monitor: Monitor = {
  id: 'm1' as MonitorId,
  supervisorId: 'user-omid' as AgentId,
  supervisorName: 'Omid',
  target: { kind: 'queue', queueId: support },
  mode: 'listen',
  state: { kind: 'waiting', sinceMs: startMs },
  isTold: true,
}

const watched = {
  floor: openFloor(),
  desks: 3,
  drift: { checks: 61, differences: 2 },
  switches: [
    { name: 'a"b\\c\nd', isConnected: true },
    { name: 'south', isConnected: false },
  ],
  residentBytes: 1000,
  cpuSeconds: 1.5,
}

test('differences are counted apart from comparisons, and each switch is told by itself', () => {
  const lines = toMetrics(watched).split('\n')
  for (const line of [
    'najva_model_checks_total 61',
    'najva_model_drift_total 2',
    'najva_switch_connected{switch="south"} 0',
    'najva_switch_connected{switch="a\\"b\\\\c\\nd"} 1',
    'najva_desks 3',
    'najva_queue_waiting{queue="support"} 0',
  ]) {
    expect(lines).toContain(line)
  }
})

test('sessions are counted by their state, and who listens without one', () => {
  const floor = openFloor()
  const spy = { spy: 'PJSIP/boss-1', agentId: null, sinceMs: startMs }
  const monitors = new Map([[monitor.id, monitor]])
  const lines = toMetrics({ ...watched, floor: { ...floor, monitors, strangers: new Map([[spy.spy, spy]]) } })
  expect(lines).toContain('najva_monitors{state="waiting"} 1\nnajva_monitors{state="hearing"} 0\n')
  expect(lines).toContain('najva_strangers 1\n')
})

test('every line is one of the exposition format, every metric has its type, and the text ends with a line', () => {
  const text = toMetrics(watched)
  expect(text.endsWith('\n')).toBe(true)
  const typed = new Set([...text.matchAll(/^# TYPE (\w+) (?:gauge|counter)$/gm)].map(([, name]) => name))
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('# HELP ') || line.startsWith('# TYPE ')) continue
    const name = /^(\w+)(?:\{\w+="(?:[^"\\\n]|\\["\\n])*"\})? -?[\d.e+]+$/.exec(line)?.[1]
    expect([line, typed.has(name)]).toEqual([line, true])
  }
})
