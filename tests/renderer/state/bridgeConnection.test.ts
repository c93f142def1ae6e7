/** The page's side of Electron's bridge: one question, one port, and an end that is noticed. */
import { expect, test } from 'vitest'
import { openPortBridge } from '#renderer/state/bridgeConnection'
import { createFakeMain } from '#tests/renderer/state/fakeMain'

type Reply = (page: FakePage) => void

/** As much of a window as the bridge needs; `reply` plays the preload script. */
class FakePage extends EventTarget {
  readonly location = { origin: 'http://127.0.0.1' }
  readonly asked: unknown[] = []
  readonly #reply: Reply

  constructor(reply: Reply) {
    super()
    this.#reply = reply
  }

  postMessage(question: unknown): void {
    this.asked.push(question)
    this.#reply(this)
  }

  say(data: unknown, ports: readonly MessagePort[], source: unknown = this): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data, ports, source }))
  }
}

const asWindow = (page: FakePage) => page as unknown as Window

test('the port handed over carries the bridge, and its end is told', async () => {
  const main = createFakeMain()
  const page = new FakePage((asking) => {
    const { port1, port2 } = new MessageChannel()
    main.serve(port1)
    // What any script of the page could say is not taken for the answer.
    asking.say('najva:bridge', [], asking)
    asking.say('najva:bridge', [new MessageChannel().port1], null)
    asking.say('najva:bridge', [port2])
  })
  const connection = await openPortBridge(asWindow(page))
  expect(page.asked).toEqual(['najva:bridge?'])
  const answer = await connection.client.status.choose({ status: { kind: 'available' } })
  expect(answer).toEqual({ ok: true, value: { effect: 'next' } })
  main.cut()
  await connection.closed
})
