/** From the order to dial until the INVITE is on the wire, in one page on the practice exchange. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openPhoneBench } from '#bench/phoneBench'
import { untilReady } from '#bench/untilReady'

const dials = 30

/** Milliseconds of each dialled call; the microphone opens in that time. */
export async function measureDials(): Promise<number[]> {
  const room = await openPhoneBench()
  const stop = room.telephony.onPhone((event) => {
    if (event.kind === 'dialled') room.telephony.refuse(event.legId, 486)
  })
  const samples: number[] = []
  try {
    for (let dial = 0; dial < dials; dial += 1) {
      samples.push(await room.page.evaluate(dialOnce))
      const isFree = () =>
        room.page.evaluate(() => window.bench.phone.snapshot.calls.every(({ state }) => state === 'ended'))
      await untilReady(isFree, 'A dialled call did not end')
      await sleep(300)
    }
  } finally {
    stop()
    await room.close()
  }
  return samples
}

/** Runs in the page. */
function dialOnce(): Promise<number> {
  return new Promise((resolve) => {
    const { send } = WebSocket.prototype
    const beganMs = performance.now()
    WebSocket.prototype.send = function (this: WebSocket, data) {
      send.call(this, data)
      if (typeof data !== 'string' || !data.startsWith('INVITE ')) return
      WebSocket.prototype.send = send
      resolve(performance.now() - beganMs)
    }
    void window.bench.phone.dial('02112345678')
  })
}
