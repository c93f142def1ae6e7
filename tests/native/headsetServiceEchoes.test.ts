/** What the page does comes back from the device, at once or late: it must not be taken for a wish. */
import { describe, expect, test } from 'vitest'
import { openHeadset, tap } from '#tests/native/headsetBench'

const delays = [0, 50, 500, 2500]

describe.each(delays)('an echo %i ms after', (delayMs) => {
  test.each([
    ['0b0e-0307', '020100', '020000'],
    ['047f-02ec', '0101', '0100'],
    ['047f-c056', '0802', '0800'],
    ['1395-0082', '0802', '0800'],
    ['1395-00a2', '0204', '0200'],
    ['6993-b02b', '020100', '020000'],
    ['095d-9201', '0101000000000000', '0100000000000000'],
  ])('the page answering and ending asks for nothing: %s', async (slug, offHook, onHook) => {
    const desk = await openHeadset(slug)
    desk.say('incoming')
    await desk.wait(1000)
    desk.say('active')
    await desk.wait(delayMs)
    desk.device.press(offHook)
    desk.device.press(offHook)
    await desk.wait(5000)
    desk.say('idle')
    await desk.wait(delayMs)
    desk.device.press(onHook)
    await desk.wait(5000)
    expect(desk.asked()).toEqual([])
    expect(desk.headset().inUseElsewhere).toBeNull()
  })

  test('the page ending a call just before the next one rings neither answers nor rejects it', async () => {
    const desk = await openHeadset('047f-02ec')
    desk.say('active')
    await desk.wait(100)
    desk.say('idle')
    desk.say('incoming')
    await desk.wait(delayMs)
    desk.device.press('0101')
    desk.device.press('0100')
    desk.device.press('0100')
    await desk.wait(5000)
    expect(desk.asked()).toEqual([])
  })

  test('the page dialling is no answer', async () => {
    const desk = await openHeadset('0b0e-0307')
    desk.say('dialling')
    await desk.wait(delayMs)
    desk.device.press('020100')
    desk.device.press('020300')
    await desk.wait(5000)
    expect(desk.asked()).toEqual([])
    expect(await desk.wrote()).toEqual(['020100'])
  })

  test('the page holding and resuming on a device whose hook follows', async () => {
    const desk = await openHeadset('6993-b02b')
    desk.say('active')
    desk.device.press('020100')
    await desk.wait(4000)
    desk.say('held')
    await desk.wait(delayMs)
    desk.device.press('020000')
    await desk.wait(4000)
    desk.say('active')
    await desk.wait(delayMs)
    desk.device.press('020100')
    await desk.wait(4000)
    expect(desk.asked()).toEqual([])
  })

  test('the page muting on a device that knows its state', async () => {
    const desk = await openHeadset('virtual-floss')
    desk.say('active')
    desk.device.press('0101')
    await desk.wait(4000)
    desk.say('active', true)
    await desk.wait(delayMs)
    desk.device.press('0103')
    await desk.wait(4000)
    desk.say('active', false)
    await desk.wait(delayMs)
    desk.device.press('0101')
    await desk.wait(4000)
    expect(desk.asked()).toEqual([])
  })
})

test.each([0, 50, 500])('the page muting is not undone by a press echoed %i ms later', async (delayMs) => {
  const desk = await openHeadset('0b0e-0307')
  desk.say('active')
  desk.device.press('020300')
  await desk.wait(4000)
  desk.say('active', true)
  await desk.wait(delayMs)
  tap(desk.device, '020700', '020300')
  await desk.wait(4000)
  expect(desk.asked()).toEqual([])
  // The press may have put the light out: it is told again.
  expect((await desk.wrote()).at(-1)).toBe('020300')
})

test('an involuntary on-hook after off-hook ends nothing, and the device is told again', async () => {
  const desk = await openHeadset('0b0e-0307')
  desk.say('active')
  desk.device.press('020100')
  await desk.wait(300)
  desk.device.press('020000')
  expect(desk.asked()).toEqual([])
  await desk.wrote()
  await desk.wait(1000)
  expect(await desk.wrote()).toEqual(['020100'])
  desk.device.press('020100')
  await desk.wait(3000)
  desk.device.press('020000')
  expect(desk.asked()).toEqual(['end'])
})

test('a device that goes on hook after every off-hook is reminded three times, then left alone', async () => {
  const desk = await openHeadset('047f-02ec')
  desk.device.onWrite((hex) => {
    if (hex === '0401') desk.clock.after(20, () => desk.device.press('0100'))
  })
  desk.device.press('0101')
  desk.device.press('0100')
  desk.say('active')
  await desk.wait(20_000)
  expect((await desk.wrote()).filter((hex) => hex === '0401')).toHaveLength(4)
  expect(desk.asked()).toEqual([])
})

test('an answer told twice two seconds apart is one answer', async () => {
  const desk = await openHeadset('0b0e-0307')
  desk.say('incoming')
  await desk.wait(1000)
  desk.device.press('020100')
  await desk.wait(1900)
  desk.device.press('020100')
  expect(desk.asked()).toEqual(['answer'])
})

test('an answer told again two seconds later does not answer the next call', async () => {
  const desk = await openHeadset('0b0e-0307')
  desk.say('incoming')
  await desk.wait(1000)
  desk.device.press('020100')
  expect(desk.asked()).toEqual(['answer'])
  desk.say('active')
  await desk.wait(600)
  desk.say('idle')
  desk.say('incoming')
  await desk.wait(1300)
  desk.device.press('020100')
  await desk.wait(5000)
  expect(desk.asked()).toEqual([])
})

test('a button meant for the call that just ended does not turn away the one that rings now', async () => {
  const desk = await openHeadset('1395-0082')
  desk.say('active')
  desk.device.press('0802')
  await desk.wait(4000)
  desk.say('incoming')
  await desk.wait(100)
  desk.device.press('0810')
  desk.device.press('0800')
  expect(desk.asked()).toEqual([])
  await desk.wait(300)
  desk.device.press('0810')
  expect(desk.asked()).toEqual(['reject'])
})

test('an ask that the desk does not carry out is taken back on the device', async () => {
  const desk = await openHeadset('0b0e-0307')
  desk.say('incoming')
  await desk.wrote()
  await desk.wait(1000)
  desk.device.press('020100')
  expect(desk.asked()).toEqual(['answer'])
  await desk.wait(2500)
  expect(await desk.wrote()).toEqual(['022400'])
  desk.device.press('020000')
  await desk.wait(4000)
  desk.device.press('020100')
  expect(desk.asked()).toEqual(['answer'])
})

test('a wall clock set back by an hour leaves the rules as they are', async () => {
  const desk = await openHeadset('0b0e-0307')
  desk.say('active')
  desk.device.press('020100')
  desk.clock.step(-3_600_000)
  await desk.wait(4000)
  desk.device.press('020000')
  expect(desk.asked()).toEqual(['end'])
})
