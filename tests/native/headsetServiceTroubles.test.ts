/** Devices that refuse, vanish, hang or rave, and programs that share them: the desk goes on and says why. */
import { describe, expect, test } from 'vitest'
import type { HeadsetKey } from '#contract/headset'
import { createDesk, openHeadset, optionsOf, tap } from '#tests/native/headsetBench'

describe('opening', () => {
  test.each(['denied', 'busy', 'input-monitoring', 'open-failed'] as const)(
    '%s is told once and tried again',
    async (failure) => {
      const { clock, transport, log, start } = createDesk()
      const device = transport.plug(optionsOf('0b0e-0307'))
      device.refuseOpen(failure)
      const { service } = start()
      await clock.advanceAsync(40_000)
      expect(service.state.headsets).toMatchObject([{ open: false, active: false, failure }])
      expect(log.lines.filter((line) => line.level === 'warn')).toHaveLength(1)
      expect(device.opens).toBeLessThanOrEqual(4)
      device.refuseOpen(null)
      await clock.advanceAsync(16_000)
      expect(service.state.headsets).toMatchObject([{ open: true, active: true, failure: null }])
      await service.close()
    },
  )

  test('gone between listing and opening', async () => {
    const { clock, transport, start } = createDesk()
    const device = transport.plug(optionsOf('0b0e-0307'))
    device.refuseOpen('gone')
    const { service } = start()
    await clock.advanceAsync(100)
    transport.vanish(device)
    await clock.advanceAsync(10_000)
    expect(service.state.headsets).toEqual([])
    await service.close()
  })

  test('a listing that fails is told, and works again by itself', async () => {
    const { clock, transport, log, start } = createDesk()
    transport.failList('driver-missing')
    const { service } = start()
    await clock.advanceAsync(10_000)
    expect(service.state.failure).toBe('driver-missing')
    expect(log.lines).toHaveLength(1)
    transport.failList(null)
    await clock.advanceAsync(4000)
    expect(service.state.failure).toBeNull()
    await service.close()
  })
})

describe('coming and going', () => {
  test('a new device is opened when it has settled, and the system is asked seldom', async () => {
    const { clock, transport, start } = createDesk()
    const { service } = start()
    await clock.advanceAsync(1000)
    const device = transport.plug(optionsOf('0b0e-0307'))
    await clock.advanceAsync(3900)
    expect(device.opens).toBe(0)
    await clock.advanceAsync(2000)
    expect(device.opens).toBe(1)
    const before = transport.lists
    await clock.advanceAsync(60_000)
    expect(transport.lists - before).toBeLessThanOrEqual(21)
    for (let hint = 0; hint < 50; hint += 1) service.hint()
    await clock.advanceAsync(1500)
    expect(transport.lists - before).toBeLessThanOrEqual(23)
    await service.close()
  })

  test('unplugged in a call and back again: the lights are rebuilt, its first word ends nothing', async () => {
    const desk = await openHeadset('0b0e-0307')
    desk.say('active', true)
    await desk.wait(4000)
    desk.transport.unplug(desk.device)
    await desk.wait(4000)
    expect(desk.service.state.headsets).toEqual([])
    const again = desk.transport.plug(optionsOf('0b0e-0307'))
    await desk.wait(6000)
    expect(again.takeWritten()).toEqual(['020300'])
    again.press('020000')
    await desk.wait(3000)
    expect(desk.asked()).toEqual([])
    expect(again.takeWritten()).toEqual(['020300'])
    again.press('020300')
    await desk.wait(3000)
    again.press('020200')
    expect(desk.asked()).toEqual(['end'])
    await desk.service.close()
  })

  test('vanished without a word: the next write finds out', async () => {
    const desk = await openHeadset('047f-02ec')
    desk.transport.vanish(desk.device)
    desk.say('active')
    await desk.wait(100)
    expect(desk.service.state.headsets).toMatchObject([{ open: false, failure: 'gone' }])
    await desk.wait(4000)
    expect(desk.service.state.headsets).toEqual([])
  })

  test('a report before anything happens on a device just plugged in is its state', async () => {
    const { clock, transport, start } = createDesk()
    const { service, intents } = start()
    const device = transport.plug(optionsOf('1395-0082'))
    service.setCallModel({ kind: 'incoming', muted: false })
    while (device.opens === 0) await clock.advanceAsync(100)
    device.press('0803')
    await clock.advanceAsync(1000)
    expect(intents).toEqual([])
    await service.close()
  })
})

describe('writing', () => {
  test('a write that fails is told, the call goes on, and the next write that works clears it', async () => {
    const desk = await openHeadset('0b0e-0307')
    desk.device.answerWrites({ ok: false, failure: 'write-failed', detail: 'stall' })
    desk.say('incoming')
    await desk.wait(100)
    expect(desk.headset()).toMatchObject({ open: true, failure: 'write-failed' })
    desk.device.press('020100')
    expect(desk.asked()).toEqual(['answer'])
    desk.device.answerWrites({ ok: true, value: null })
    desk.say('active')
    await desk.wait(100)
    expect(desk.headset()).toMatchObject({ failure: null })
  })

  test('a write that never returns blocks nothing; twice, and the device is left alone until asked for', async () => {
    const desk = await openHeadset('0b0e-0307')
    desk.device.answerWrites(null)
    desk.say('incoming')
    await desk.wait(1100)
    expect(desk.headset()).toMatchObject({ open: false, failure: 'write-timed-out' })
    await desk.wait(60_000)
    desk.say('active')
    await desk.wait(60_000)
    expect(desk.device.opens).toBe(2)
    expect(desk.headset()).toMatchObject({ open: false, failure: 'write-timed-out' })
    desk.device.answerWrites({ ok: true, value: null })
    desk.service.setEnabled(desk.key, true)
    await desk.wait(100)
    expect(desk.headset()).toMatchObject({ open: true, active: true, failure: null })
    expect(desk.device.takeWritten().at(-1)).toBe('020100')
  })

  test('while a write is on its way only the last state waits', async () => {
    const desk = await openHeadset('0b0e-0307')
    desk.say('incoming')
    desk.say('active')
    desk.say('active', true)
    desk.say('held', true)
    expect(await desk.wrote()).toEqual(['022400', '020b00'])
    desk.say('idle')
    expect(await desk.wrote()).toEqual(['020000'])
    desk.say('incoming')
    desk.say('idle')
    desk.say('incoming')
    expect(await desk.wrote()).toEqual(['022400'])
  })
})

describe('raving', () => {
  test('10,000 reports a second are dropped, told once, and over when they are over', async () => {
    const desk = await openHeadset('0b0e-0307')
    desk.say('incoming')
    await desk.wait(1000)
    for (let ms = 0; ms < 3000; ms += 10) {
      for (let report = 0; report < 100; report += 1)
        desk.device.press(report % 2 === 0 ? '020100' : '020000')
      await desk.wait(10)
    }
    expect(desk.headset().failure).toBe('storm')
    expect(desk.asked().length).toBeLessThanOrEqual(5)
    expect(desk.log.lines.filter((line) => line.message === 'headset failed')).toHaveLength(1)
    await desk.wait(5000)
    expect(desk.headset().failure).toBeNull()
    desk.device.press('020100')
    expect(desk.asked()).toEqual(['answer'])
    expect(desk.service.rawLog().length).toBeLessThanOrEqual(500)
  })

  test('truncated, oversized and foreign reports ask for nothing', async () => {
    const desk = await openHeadset('0b0e-0307')
    desk.say('incoming')
    await desk.wait(1000)
    for (const hex of ['', '02', 'ff0100', '0401ff', `0220${'00'.repeat(2000)}`, '00']) desk.device.press(hex)
    expect(desk.asked()).toEqual([])
    desk.device.press(`0201${'00'.repeat(4000)}`)
    expect(desk.asked()).toEqual(['answer'])
  })
})

describe('another program', () => {
  test('a busy line that is not ours: no ring, no claim, and the sign is told', async () => {
    const desk = await openHeadset('0b0e-0307')
    desk.device.press('020300')
    await desk.wait(10)
    expect(desk.headset().inUseElsewhere).toBe('lineBusy')
    desk.say('incoming')
    desk.device.press('020200')
    tap(desk.device, '024200', '020200')
    await desk.wait(3000)
    desk.say('active')
    await desk.wait(3000)
    expect(await desk.wrote()).toEqual([])
    expect(desk.asked()).toEqual([])
    desk.device.press('020000')
    expect(desk.headset().inUseElsewhere).toBeNull()
    expect(await desk.wrote()).toEqual(['020100'])
    expect(desk.log.lines.filter((line) => line.message.includes('elsewhere'))).toHaveLength(1)
  })

  test('off hook without a busy line to tell more: noticed, left alone, and ours when the agent answers here', async () => {
    const desk = await openHeadset('1395-0082')
    desk.device.press('0802')
    await desk.wait(2000)
    expect(desk.headset().inUseElsewhere).toBe('offHook')
    desk.say('incoming')
    await desk.wait(1000)
    expect(await desk.wrote()).toEqual([])
    desk.say('active')
    expect(await desk.wrote()).toEqual(['0912'])
    expect(desk.headset().inUseElsewhere).toBeNull()
  })

  test('a hook press that nobody answers is taken back where the device can tell it from a call', async () => {
    const desk = await openHeadset('0b0e-0307')
    desk.device.press('020100')
    await desk.wait(2000)
    expect(desk.headset().inUseElsewhere).toBeNull()
    expect(await desk.wrote()).toEqual(['020000'])
    expect(desk.asked()).toEqual([])
  })

  test('our own call leaving the line late is nobody else', async () => {
    const desk = await openHeadset('0b0e-0307')
    desk.say('active')
    desk.device.press('020300')
    await desk.wait(5000)
    desk.say('idle')
    await desk.wait(200)
    desk.device.press('020200')
    await desk.wait(1500)
    desk.device.press('020000')
    await desk.wait(5000)
    expect(desk.headset().inUseElsewhere).toBeNull()
  })
})

describe('letting go', () => {
  test('lights are put out at the end, and only if any is on', async () => {
    const desk = await openHeadset('047f-02ec')
    desk.say('active', true)
    await desk.wrote()
    await desk.service.close()
    expect(desk.device.written.toSorted()).toEqual(['0100', '0300', '0400', '0500'])
    expect(desk.device.openPaths).toEqual([])
    expect(desk.clock.pending).toBe(0)
    const quiet = await openHeadset('047f-02ec')
    await quiet.service.close()
    expect(quiet.device.written).toEqual([])
  })

  test('after a run that ended badly in a call, they are put out at the next start', async () => {
    const marks: boolean[] = []
    const desk = createDesk({ litMarker: { wasLit: true, setLit: (lit) => marks.push(lit) } })
    const device = desk.transport.plug(optionsOf('0b0e-0307'))
    const { service } = desk.start()
    await desk.clock.advanceAsync(5000)
    expect(device.takeWritten()).toEqual(['020000'])
    service.setCallModel({ kind: 'active', muted: false })
    service.setCallModel({ kind: 'idle', muted: false })
    expect(marks).toEqual([false, true, false])
    await service.close()
  })

  test('"do not use this headset" puts its lights out, closes it, and survives unplugging', async () => {
    const desk = await openHeadset('0b0e-0307', { serialNumber: 'A1' })
    desk.say('active')
    await desk.wrote()
    desk.service.setEnabled(desk.key, false)
    await desk.wait(100)
    expect(desk.device.takeWritten()).toEqual(['020000'])
    expect(desk.headset()).toMatchObject({ enabled: false, open: false, active: false })
    desk.transport.unplug(desk.device)
    const again = desk.transport.plug(optionsOf('0b0e-0307', { serialNumber: 'A1' }))
    await desk.wait(9000)
    expect(again.opens).toBe(0)
    desk.service.setEnabled(desk.key, true)
    await desk.wait(100)
    expect(again.takeWritten()).toEqual(['020100'])
  })

  test('a headset disabled from the start is listed and left closed', async () => {
    const key = '0b0e:0307:' as HeadsetKey
    const desk = createDesk({ disabled: [key] })
    const device = desk.transport.plug(optionsOf('0b0e-0307'))
    const { service } = desk.start()
    await desk.clock.advanceAsync(5000)
    expect(service.state.headsets).toMatchObject([{ key, enabled: false, open: false }])
    expect(device.opens).toBe(0)
    await service.close()
  })

  test('a device that hangs does not keep the desk from closing', async () => {
    const desk = await openHeadset('0b0e-0307')
    desk.say('active')
    await desk.wait(10)
    desk.device.answerWrites(null)
    let closed = false
    void desk.service.close().then(() => {
      closed = true
    })
    await desk.wait(2500)
    expect(closed).toBe(true)
  })
})
