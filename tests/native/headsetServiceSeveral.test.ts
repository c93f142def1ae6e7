/** Several headsets, systems that split or hide them, microphones that choose, and the button test. */
import { describe, expect, test } from 'vitest'
import type { HeadsetTestEvent } from '#contract/headset'
import { createHeadsetService } from '#native/headsetService'
import { fromHex } from '#native/report/hex'
import { groupPaths } from '#native/service/groupPaths'
import { matchMicrophone } from '#native/service/microphoneMatch'
import { createDesk, openHeadset, optionsOf } from '#tests/native/headsetBench'

describe('which headset', () => {
  test('only the one of the chosen microphone follows the calls, also when it changes in a call', async () => {
    const { clock, transport, start } = createDesk()
    const jabra = transport.plug(optionsOf('0b0e-0307'))
    const epos = transport.plug(optionsOf('1395-0082'))
    const { service, intents } = start()
    await clock.advanceAsync(5000)
    service.chooseByMicrophone('Headset Microphone (Sennheiser SC 660) (1395:0082)')
    service.setCallModel({ kind: 'incoming', muted: false })
    await clock.advanceAsync(1000)
    expect(jabra.takeWritten()).toEqual([])
    expect(epos.takeWritten()).toEqual(['0904'])
    jabra.press('020100')
    await clock.advanceAsync(10)
    expect(intents).toEqual([])
    service.setCallModel({ kind: 'active', muted: false })
    await clock.advanceAsync(10)
    service.chooseByMicrophone('Jabra EVOLVE LINK MS Mono')
    await clock.advanceAsync(10)
    expect(epos.takeWritten()).toEqual(['0912', '0900'])
    expect(jabra.takeWritten()).toEqual(['020100'])
    expect(service.state.headsets.filter((each) => each.active).map((each) => each.vendorId)).toEqual([
      0x0b0e,
    ])
    await service.close()
  })

  test('without a choice the first that can control calls; it stays until it goes', async () => {
    const { clock, transport, start } = createDesk()
    const camera = transport.plug(optionsOf('046d-0944'))
    const { service } = start()
    await clock.advanceAsync(5000)
    const activeProduct = () => service.state.headsets.find((each) => each.active)?.productId
    expect(activeProduct()).toBe(0x0944)
    const jabra = transport.plug(optionsOf('0b0e-0307'))
    await clock.advanceAsync(6000)
    expect(activeProduct()).toBe(0x0307)
    transport.plug(optionsOf('0b0e-2456'))
    await clock.advanceAsync(6000)
    expect(activeProduct()).toBe(0x0307)
    transport.unplug(jabra)
    await clock.advanceAsync(4000)
    expect(activeProduct()).toBe(0x2456)
    expect(camera.openPaths).toHaveLength(1)
    await service.close()
  })

  test('a webcam with a mute button is heeded for mute only', async () => {
    const desk = await openHeadset('046d-0944')
    expect(desk.headset()).toMatchObject({ capability: 'muteOnly', controls: ['mute'], lights: ['mute'] })
    desk.say('incoming')
    await desk.wait(1000)
    desk.device.press('0802')
    desk.say('active')
    await desk.wait(4000)
    desk.device.press('0800')
    expect(desk.asked()).toEqual([])
    // The mute state is pushed at every beginning of a call.
    expect(await desk.wrote()).toEqual(['0800'])
    desk.device.press('0801')
    expect(desk.asked()).toEqual(['toggleMute'])
    desk.say('active', true)
    expect(await desk.wrote()).toEqual(['0801'])
  })

  test('a microphone with a hook and no lights, and a headset with volume keys alone, are not opened', async () => {
    const { clock, transport, start } = createDesk()
    const razer = transport.plug(optionsOf('1532-0511'))
    const g535 = transport.plug(optionsOf('046d-0ac4'))
    const { service } = start()
    await clock.advanceAsync(5000)
    expect(service.state.headsets).toMatchObject([{ capability: 'none', open: false, failure: null }])
    expect([razer.opens, g535.opens]).toEqual([0, 0])
    await service.close()
  })

  test('BOYA passes by what it declares, and can be switched off', async () => {
    const desk = await openHeadset('2f05-003b')
    expect(desk.headset()).toMatchObject({ capability: 'callControl', open: true })
    desk.service.setEnabled(desk.key, false)
    await desk.wait(10)
    expect(desk.headset()).toMatchObject({ enabled: false, open: false })
  })
})

describe('systems', () => {
  test('Windows: collections on paths of their own are one headset, opened and written by the right path', async () => {
    const desk = await openHeadset('6993-b02b', { windows: true })
    expect(desk.service.state.headsets).toHaveLength(1)
    expect(desk.headset()).toMatchObject({ layoutFrom: 'table', open: true })
    expect(desk.device.openPaths).toHaveLength(1)
    desk.say('incoming')
    expect(await desk.wrote()).toEqual(['022400'])
    desk.device.press('020100')
    expect(desk.asked()).toEqual(['answer'])
  })

  test('Windows: two telephony collections are two paths, and each report goes to the path that declares it', async () => {
    const desk = createDesk()
    const descriptor = fromHex(
      '050b0905a10185011500250175019501092081229507 8103c0'.replace(' ', '') +
        '050b0904a1018502050815002501750195010917912295079103c0',
    )
    const device = desk.transport.plug({
      vendorId: 0x7777,
      productId: 2,
      product: 'Two',
      descriptor,
      windows: true,
    })
    const read = { ...desk.transport, readDescriptor: async () => descriptor }
    const service = createHeadsetService({ ...desk, transport: read, profiles: [] })
    await desk.clock.advanceAsync(5000)
    expect(device.openPaths).toHaveLength(2)
    service.setCallModel({ kind: 'active', muted: false })
    await desk.clock.advanceAsync(10)
    expect(device.takeWritten()).toEqual(['0201'])
    expect(device.writtenPaths[0]).toContain('Col02')
    await service.close()
    expect(device.openPaths).toEqual([])
  })

  test('macOS, an unknown Jabra: what all Jabras share serves; the page can tell more', async () => {
    const desk = await openHeadset('0b0e-2453', { hidesDescriptor: true, productId: 0xbeef })
    expect(desk.headset()).toMatchObject({
      layoutFrom: 'vendor',
      controls: ['hook', 'lineBusy', 'mute', 'flash'],
    })
    desk.say('incoming')
    expect(await desk.wrote()).toEqual(['022400'])
  })

  test('an unknown vendor on a system that hides descriptors is named, and learned from the page', async () => {
    const desk = await openHeadset('1395-0082', { hidesDescriptor: true, vendorId: 0x7777, productId: 1 })
    expect(desk.headset()).toMatchObject({ capability: 'none', failure: 'layout-unknown', open: false })
    expect(desk.service.learnFromPage(0x7777, 1, 'nonsense')).toMatchObject({ ok: false })
    const bit = {
      isAbsolute: true,
      isArray: false,
      isRange: false,
      hasPreferredState: false,
      reportSize: 1,
      reportCount: 1,
      logicalMinimum: 0,
      logicalMaximum: 1,
    }
    const collections = [
      {
        usagePage: 0x0b,
        usage: 5,
        inputReports: [{ reportId: 8, items: [{ ...bit, usages: [0x0b0020] }] }],
        outputReports: [{ reportId: 9, items: [{ ...bit, usages: [0x080017] }] }],
      },
    ]
    expect(desk.service.learnFromPage(0x7777, 1, collections)).toMatchObject({ ok: true })
    await desk.wait(100)
    expect(desk.headset()).toMatchObject({
      capability: 'callControl',
      failure: null,
      open: true,
      layoutFrom: 'page',
    })
  })

  test('equal devices without serial numbers are told apart, a keyboard is no device of ours', () => {
    const path = (instance: string, col: number, usagePage: number, vendorId = 0x0b0e) => ({
      path: `\\\\?\\HID#VID_0B0E&PID_0307&MI_03&Col0${col}#8&${instance}&0&000${col - 1}#{4d1e55b2}`,
      vendorId,
      productId: 0x0307,
      serialNumber: '',
      product: 'Jabra',
      interfaceNumber: 3,
      usagePage,
      usage: 5,
    })
    const groups = groupPaths([
      path('aa', 1, 0x0b),
      path('aa', 2, 0x0c),
      path('bb', 1, 0x0b),
      path('cc', 1, 0x01),
    ])
    expect(groups.map((group) => [group.key, group.paths.length])).toEqual([
      ['0b0e:0307:', 2],
      ['0b0e:0307:#2', 1],
    ])
  })
})

test('a microphone is matched by its ids, else by the longest product name', () => {
  const path = (product: string, vendorId: number, productId: number) => ({
    path: `/dev/${product}`,
    vendorId,
    productId,
    serialNumber: '',
    product,
    interfaceNumber: 0,
    usagePage: 0x0b,
    usage: 5,
  })
  const groups = groupPaths([
    path('Jabra Link', 0x0b0e, 1),
    path('Jabra Link 380', 0x0b0e, 2),
    path('USB', 0x1111, 3),
  ])
  const nameOf = (label: string) => matchMicrophone(label, groups)?.name
  expect(nameOf('Whatever (0b0e:0001)')).toBe('Jabra Link')
  expect(nameOf('Headset Microphone (JABRA  Link-380)')).toBe('Jabra Link 380')
  expect(nameOf('Microphone (Jabra Link)')).toBe('Jabra Link')
  expect(nameOf('USB microphone')).toBeUndefined()
  expect(nameOf('')).toBeUndefined()
})

describe('button test', () => {
  test('shows each press and each light, asks for nothing, and leaves the device as it was', async () => {
    const desk = await openHeadset('0b0e-2453')
    const events: HeadsetTestEvent[] = []
    const started = desk.service.startButtonTest(desk.key, (event) => events.push(event))
    if (!started.ok) throw new Error(started.failure.code)
    expect(desk.service.state.testing).toBe(desk.key)
    desk.device.press('020100')
    desk.device.press('020500')
    desk.device.press('020100')
    desk.device.press('028002')
    started.value.setLight('ring', true)
    started.value.setLight('hold', true)
    await desk.wait(10)
    expect(desk.device.takeWritten()).toEqual(['020400', '020c00'])
    expect(desk.asked()).toEqual([])
    started.value.stop()
    started.value.setLight('mute', true)
    expect(desk.service.state.testing).toBeNull()
    expect(await desk.wrote()).toEqual(['020000'])
    expect(events).toEqual([
      { kind: 'control', control: 'hook', value: 1 },
      { kind: 'control', control: 'mute', value: 1 },
      { kind: 'control', control: 'mute', value: 0 },
      { kind: 'control', control: 'hook', value: 0 },
      { kind: 'light', light: 'ring', on: true },
      { kind: 'light', light: 'hold', on: true },
      { kind: 'ended' },
    ])
  })

  test('a call ends it, rings, and is answered by the very next press', async () => {
    const desk = await openHeadset('0b0e-0307')
    const events: HeadsetTestEvent[] = []
    desk.service.startButtonTest(desk.key, (event) => events.push(event))
    desk.say('incoming')
    expect(events).toEqual([{ kind: 'ended' }])
    expect((await desk.wrote()).at(-1)).toBe('022400')
    await desk.wait(600)
    desk.device.press('020100')
    expect(desk.asked()).toEqual(['answer'])
  })

  test('is refused in a call and for a headset that is not open; ends when it is unplugged', async () => {
    const desk = await openHeadset('0b0e-0307')
    desk.say('active')
    const ignore = () => {}
    expect(desk.service.startButtonTest(desk.key, ignore)).toMatchObject({ failure: { code: 'wrong-state' } })
    desk.say('idle')
    const events: HeadsetTestEvent[] = []
    expect(desk.service.startButtonTest(desk.key, (event) => events.push(event))).toMatchObject({ ok: true })
    desk.transport.unplug(desk.device)
    await desk.wait(10)
    expect(events).toEqual([{ kind: 'ended' }])
    expect(desk.service.startButtonTest(desk.key, ignore)).toMatchObject({ failure: { code: 'not-found' } })
  })
})

test('the raw log holds what crossed the wire, both ways', async () => {
  const desk = await openHeadset('0b0e-0307')
  desk.say('incoming')
  await desk.wait(10)
  desk.device.press('020100')
  expect(desk.service.rawLog().map((entry) => [entry.direction, entry.hex])).toEqual([
    ['out', '022400'],
    ['in', '020100'],
  ])
  for (let report = 0; report < 600; report += 1) {
    desk.device.press('020100')
    if (report % 100 === 0) await desk.wait(1000)
  }
  expect(desk.service.rawLog()).toHaveLength(500)
})

test('state is told at each change and not otherwise', async () => {
  const { clock, transport, start } = createDesk()
  transport.plug(optionsOf('0b0e-0307'))
  const { service } = start()
  const told: number[] = []
  const end = service.onState((state) => told.push(state.headsets.length))
  await clock.advanceAsync(30_000)
  const before = told.length
  expect(before).toBeGreaterThan(0)
  await clock.advanceAsync(30_000)
  expect(told.length).toBe(before)
  end()
  transport.plug(optionsOf('1395-0082'))
  await clock.advanceAsync(10_000)
  expect(told.length).toBe(before)
  await service.close()
})
