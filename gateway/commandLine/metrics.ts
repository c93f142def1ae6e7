/** Writes the gateway's state as Prometheus text (exposition format 0.0.4). */
import { presences, toPresence } from '#contract/agent'
import type { Floor } from '#gateway/model/floor'

export interface Watched {
  readonly floor: Floor
  readonly desks: number
  /** How often the live model was compared with the switches since the start, and the differences; they must stay 0. */
  readonly drift: { readonly checks: number; readonly differences: number }
  readonly switches: readonly { readonly name: string; readonly isConnected: boolean }[]
  readonly residentBytes: number
  /** User and system time of this process. */
  readonly cpuSeconds: number
}

interface Sample {
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
}

const monitorStates = ['opening', 'waiting', 'hearing', 'takingOver', 'talking'] as const
const callStates = ['waiting', 'dialling', 'talking', 'held'] as const

export function toMetrics(watched: Watched): string {
  const { floor, desks, drift } = watched
  const agents = [...floor.agents.values()].map(toPresence)
  const calls = [...floor.calls.values()]
  const monitors = [...floor.monitors.values()]
  const waiting = (queueId: string) =>
    calls.filter((call) => call.queueId === queueId && call.state.kind === 'waiting').length
  return [
    metric('najva_pbx_connected', 'gauge', 'Whether the switch is connected (1) or not (0).', [
      { value: floor.pbx.kind === 'connected' ? 1 : 0 },
    ]),
    metric('najva_pbx_state_since_seconds', 'gauge', 'When the link to the switch became what it is.', [
      { value: floor.pbx.sinceMs / 1000 },
    ]),
    metric(
      'najva_switch_connected',
      'gauge',
      'Each switch of the centre.',
      watched.switches.map(({ name, isConnected }) => ({
        labels: { switch: name },
        value: isConnected ? 1 : 0,
      })),
    ),
    metric('najva_model_checks_total', 'counter', 'Comparisons of live model and switch.', [
      { value: drift.checks },
    ]),
    metric('najva_model_drift_total', 'counter', 'Differences between live model and switch; must stay 0.', [
      { value: drift.differences },
    ]),
    metric('najva_desks', 'gauge', 'Connections of desks.', [{ value: desks }]),
    metric(
      'najva_agents',
      'gauge',
      'People by what they do.',
      presences.map((presence) => ({
        labels: { presence },
        value: agents.filter((each) => each === presence).length,
      })),
    ),
    metric(
      'najva_calls',
      'gauge',
      'Calls by their state.',
      callStates.map((state) => ({
        labels: { state },
        value: calls.filter((call) => call.state.kind === state).length,
      })),
    ),
    metric(
      'najva_queue_waiting',
      'gauge',
      'Callers waiting.',
      [...floor.queues.keys()].map((queue) => ({ labels: { queue }, value: waiting(queue) })),
    ),
    metric(
      'najva_monitors',
      'gauge',
      'Monitoring sessions by their state.',
      monitorStates.map((state) => ({
        labels: { state },
        value: monitors.filter((each) => each.state.kind === state).length,
      })),
    ),
    metric('najva_strangers', 'gauge', 'Spies that no session explains; must stay 0.', [
      { value: floor.strangers.size },
    ]),
    metric('process_resident_memory_bytes', 'gauge', 'Memory in use.', [{ value: watched.residentBytes }]),
    metric('process_cpu_seconds_total', 'counter', 'Processor time used.', [{ value: watched.cpuSeconds }]),
  ].join('')
}

function metric(name: string, type: 'gauge' | 'counter', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels, value }) => `${name}${toLabels(labels ?? {})} ${value}`)
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('\n')}\n`
}

function toLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
