/** A desk with one open headset that is closed after the test, with proof that nothing is left open or waiting. */
import { afterEach, expect } from 'vitest'
import { openHeadset } from '#tests/native/headsetBench'

type Desk = Awaited<ReturnType<typeof openHeadset>>
let open: Desk[] = []
afterEach(async () => {
  for (const desk of open) {
    const closing = desk.service.close()
    await desk.wait(3000)
    await closing
    expect(desk.device.openPaths).toEqual([])
    expect(desk.clock.pending).toBe(0)
  }
  open = []
})

export async function plugIn(slug: string): Promise<Desk> {
  const desk = await openHeadset(slug)
  open.push(desk)
  expect(await desk.wrote()).toEqual([])
  return desk
}
