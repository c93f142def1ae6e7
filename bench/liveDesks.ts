/** A process of its own with five hundred signed-in desks; a few of them measure how old what they are told is. */
import { WebSocket } from 'ws'
import { z } from 'zod'
import { sinceStampMs } from '#bench/liveCentre'

const Order = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connect'), url: z.string(), users: z.array(z.string()), password: z.string() }),
  z.object({ kind: z.literal('measure') }),
  z.object({ kind: z.literal('report') }),
])

const Delta = z.object({
  kind: z.literal('delta'),
  changes: z.array(
    z.looseObject({
      kind: z.string(),
      call: z
        .object({
          id: z.string(),
          caller: z.object({ number: z.string().nullable() }),
          state: z.object({ kind: z.string() }),
        })
        .optional(),
    }),
  ),
})
const Frame = z.object({ p: z.object({ d: z.object({ json: Delta }) }) })

/** Spread over the order in which desks connected, the last among them. */
const measuredEvery = 10

let bytes = 0
let messages = 0
let isMeasuring = false
let begunAtMs = 0
const agesMs: number[] = []

async function connect(url: string, user: string, password: string, isMeasured: boolean): Promise<void> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  const seen = new Set<string>()
  let stage: 'signing' | 'watching' = 'signing'
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    const ask = (serial: string, path: string, input: unknown) =>
      socket.send(JSON.stringify({ i: serial, p: { u: path, b: { json: input } } }))
    socket.once('open', () => ask('1', '/session/signIn', { version: 1, user, password }))
    socket.on('message', (data: Buffer) => {
      if (stage === 'signing') {
        if (!data.includes('"ok":true')) reject(new Error(`${user}: ${data.toString().slice(0, 200)}`))
        stage = 'watching'
        ask('2', '/live/watch', { from: null })
        resolve()
        return
      }
      if (!isMeasuring) return
      bytes += data.length
      messages += 1
      if (isMeasured) measure(data, seen)
    })
  })
}

/** The first word of a caller who joined carries in its number when the switch wrote it. */
function measure(data: Buffer, seen: Set<string>): void {
  if (!data.includes('"kind":"delta"')) return
  const frame = Frame.safeParse(JSON.parse(data.toString()))
  if (!frame.success) return
  for (const { call } of frame.data.p.d.json.changes) {
    if (call === undefined || seen.has(call.id)) continue
    seen.add(call.id)
    const ageMs = call.caller.number === null ? Number.NaN : sinceStampMs(call.caller.number)
    // Callers from before the measuring come again with every change of their place.
    const sinceBeginMs = performance.now() - begunAtMs
    if (call.state.kind === 'waiting' && ageMs < sinceBeginMs) agesMs.push(ageMs)
  }
}

process.on('message', async (raw) => {
  const order = Order.parse(raw)
  switch (order.kind) {
    case 'connect':
      for (const [index, user] of order.users.entries()) {
        await connect(order.url, user, order.password, index % measuredEvery === measuredEvery - 1)
      }
      process.send?.({ kind: 'connected' })
      break
    case 'measure':
      isMeasuring = true
      begunAtMs = performance.now()
      break
    case 'report':
      process.send?.({ kind: 'report', bytes, messages, agesMs })
  }
})
process.on('disconnect', () => process.exit())
