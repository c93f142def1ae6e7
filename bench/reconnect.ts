/**
 * `npm run bench -- reconnect`: how soon a phone is registered after its telephone system is back, alone and as a floor;
 * how long a call is silent when the network changes; how soon it is resumed by a page loaded anew.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Benchmark, percentile, toFigure } from '#bench/benchmark'
import { openPhoneBench } from '#bench/phoneBench'
import { measureNetworkGaps, measureReloads } from '#bench/reconnectCall'
import { measureFloorReturn } from '#bench/reconnectFloor'
import { untilReady } from '#bench/untilReady'
import { createRandom } from '#simulator/people/random'

const losses = 30
const networkChanges = 20
const reloads = 10
const desks = 500
/** As the gateway tells a floor of 500 (`gateway/sessions/createSessions`). */
const spreadMs = desks * 60

export const benchmark: Benchmark = {
  name: 'reconnect',
  about:
    'Telephone system back to registered, one desk and 500; a call in another network, and in a page loaded anew',
  async run(log) {
    log(`Cutting the line of one desk ${losses} times …`)
    const alone = await measureAlone()
    log(`Changing the network under a call ${networkChanges} times …`)
    const gaps = await measureNetworkGaps(networkChanges)
    log(`Loading the page anew in a call ${reloads} times …`)
    const resumed = await measureReloads(reloads)
    log(`Restarting the registrar of ${desks} desks, at once and after 20 s …`)
    const bounce = await measureFloorReturn(desks, spreadMs, 0)
    const outage = await measureFloorReturn(desks, spreadMs, 20_000)
    return {
      n: alone.length,
      figures: {
        ...both('backToRegistered', alone),
        ...both('networkGapCaller', gaps.caller),
        ...both('networkGapAgent', gaps.agent),
        ...both('reloadToRing', resumed.rang),
        ...both('reloadToSound', resumed.heard),
        busiestSecondShare: toFigure(Math.max(bounce.busiestShare, outage.busiestShare)),
        busiestSecondShareAtOnce: toFigure(bounce.busiestShare),
        busiestSecondShareAfter20s: toFigure(outage.busiestShare),
        floorBackS: toFigure(Math.max(bounce.lastMs, outage.lastMs) / 1000),
      },
      targets: [
        { figure: 'backToRegisteredP95Ms', limit: 3000 },
        { figure: 'networkGapCallerP95Ms', limit: 2000 },
        { figure: 'networkGapAgentP95Ms', limit: 2000 },
        { figure: 'reloadToSoundP95Ms', limit: 3000 },
        { figure: 'busiestSecondShare', limit: 0.1 },
      ],
    }
  },
}

const both = (name: string, samples: readonly number[]) => ({
  [`${name}P50Ms`]: toFigure(percentile(samples, 0.5)),
  [`${name}P95Ms`]: toFigure(percentile(samples, 0.95)),
})

async function measureAlone(): Promise<number[]> {
  const room = await openPhoneBench()
  const random = createRandom(1, 'losses')
  const samples: number[] = []
  try {
    for (let loss = 1; loss <= losses; loss += 1) {
      room.line.cut()
      await sleep(200 + random.next() * 7800)
      const backAtMs = Date.now()
      room.line.mend()
      const times = () => room.page.evaluate(() => window.bench.connectedAtMs)
      await untilReady(async () => (await times()).length > loss, `Loss ${loss} was not recovered`)
      samples.push(((await times()).at(-1) ?? Number.NaN) - backAtMs)
      await sleep(300)
    }
  } finally {
    await room.close()
  }
  return samples
}
