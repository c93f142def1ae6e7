/** Mute in its forms: a press, a switch, a state told over and over, and a boom arm with a will of its own. */
import { expect, test } from 'vitest'
import { openHeadset, tap } from '#tests/native/headsetBench'

async function inCall(slug: string, offHook: string) {
  const desk = await openHeadset(slug)
  desk.say('active')
  desk.device.press(offHook)
  await desk.wait(4000)
  await desk.wrote()
  return desk
}

test('one press is one toggle, however long the desk takes to light it', async () => {
  const desk = await inCall('0b0e-0307', '020300')
  tap(desk.device, '020700', '020300')
  expect(desk.asked()).toEqual(['toggleMute'])
  await desk.wait(150)
  desk.say('active', true)
  expect(await desk.wrote()).toEqual(['020300'])
  await desk.wait(3000)
  tap(desk.device, '020700', '020300')
  expect(desk.asked()).toEqual(['toggleMute'])
})

test('three quick presses never open a microphone that was just closed, and the light stays true', async () => {
  const desk = await inCall('0b0e-0307', '020300')
  tap(desk.device, '020700', '020300')
  expect(desk.asked()).toEqual(['toggleMute'])
  desk.say('active', true)
  for (let press = 0; press < 2; press += 1) {
    await desk.wait(150)
    tap(desk.device, '020700', '020300')
  }
  await desk.wait(5000)
  expect(desk.asked()).toEqual([])
  expect((await desk.wrote()).at(-1)).toBe('020300')
})

test('a microphone opened by mistake is closed by the next press, however quick', async () => {
  const desk = await inCall('0b0e-0307', '020300')
  desk.say('active', true)
  await desk.wait(3000)
  tap(desk.device, '020700', '020300')
  expect(desk.asked()).toEqual(['toggleMute'])
  desk.say('active', false)
  await desk.wait(200)
  tap(desk.device, '020700', '020300')
  expect(desk.asked()).toEqual(['setMute true'])
})

test('a boom arm that refuses the page twice within a second is followed, and not fought for ever', async () => {
  const desk = await inCall('0b0e-0307', '020300')
  desk.say('active', true)
  await desk.wait(3000)
  await desk.wrote()
  desk.device.onWrite((hex) => {
    if (hex === '020100') desk.clock.after(50, () => tap(desk.device, '020700', '020300'))
  })
  desk.say('active', false)
  await desk.wait(60)
  expect(desk.asked()).toEqual([])
  await desk.wait(60)
  expect(desk.asked()).toEqual(['setMute true'])
  desk.say('active', true)
  await desk.wait(10_000)
  expect(desk.asked()).toEqual([])
  expect((await desk.wrote()).length).toBeLessThan(8)
})

test('a switch sets, both ways', async () => {
  const desk = await inCall('virtual-floss', '0101')
  desk.device.press('0103')
  expect(desk.asked()).toEqual(['setMute true'])
  desk.say('active', true)
  await desk.wait(3000)
  desk.device.press('0101')
  expect(desk.asked()).toEqual(['setMute false'])
})

test('a switch that still says "muted" when the page opened the microphone is believed', async () => {
  const desk = await inCall('virtual-floss', '0101')
  desk.device.press('0103')
  desk.asked()
  desk.say('active', true)
  await desk.wait(3000)
  desk.say('active', false)
  await desk.wait(100)
  desk.device.press('0101')
  await desk.wait(50)
  desk.device.press('0103')
  expect(desk.asked()).toEqual([])
  await desk.wait(1000)
  expect(desk.asked()).toEqual(['setMute true'])
})

test('a state told over and over in a bit declared a press does not oscillate', async () => {
  const desk = await inCall('291a-3301', '0203')
  for (let report = 0; report < 20; report += 1) {
    desk.device.press('0207')
    for (const ask of desk.asked()) {
      expect(ask).toBe('setMute true')
      desk.say('active', true)
    }
    await desk.wait(200)
  }
  desk.say('active', false)
  for (let report = 0; report < 20; report += 1) {
    desk.device.press('0203')
    await desk.wait(200)
  }
  expect(desk.asked()).toEqual([])
})

test('an unknown device that does the same is understood by its behaviour', async () => {
  const desk = await openHeadset('291a-3301', { vendorId: 0x7777, productId: 1 })
  desk.say('active')
  desk.device.press('0203')
  await desk.wait(4000)
  const asks: string[] = []
  for (let report = 0; report < 12; report += 1) {
    desk.device.press('0207')
    for (const ask of desk.asked()) {
      asks.push(ask)
      desk.say('active', true)
    }
    await desk.wait(300)
  }
  expect(asks).toEqual(['toggleMute'])
  desk.device.press('0203')
  expect(desk.asked()).toEqual(['setMute false'])
  desk.say('active', false)
  await desk.wait(3000)
  desk.device.press('0207')
  expect(desk.asked()).toEqual(['setMute true'])
})

test('a mute press with no call asks for nothing and the light is put right', async () => {
  const desk = await openHeadset('0b0e-0307')
  tap(desk.device, '020400', '020000')
  expect(desk.asked()).toEqual([])
  expect(await desk.wrote()).toEqual(['020000'])
})

test('mute never outlives a call', async () => {
  const desk = await inCall('047f-02ec', '0101')
  desk.say('active', true)
  expect(await desk.wrote()).toEqual(['0301'])
  desk.say('idle', true)
  expect(await desk.wrote()).toEqual(['0300', '0400', '0500'])
})

test('the mute state is pushed with every off-hook', async () => {
  const desk = await openHeadset('047f-02ec')
  desk.say('dialling', true)
  expect(await desk.wrote()).toEqual(['0401', '0301'])
})
