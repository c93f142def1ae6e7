/** The way to real devices: its failures have names, and a missing library is one of them. */
import { expect, test } from 'vitest'
import { createNodeHidTransport, toOpenFailure } from '#native/nodeHidTransport'

test.each([
  [
    "cannot open device with path /dev/hidraw3: Failed to open a device with path '/dev/hidraw3': Permission denied",
    'denied',
  ],
  ['hid_open_path: Access is denied. (0x00000005)', 'denied'],
  [
    'hid_open_path: failed to open IOHIDDevice from mach entry: (0xE00002E2) (iokit/common) not permitted',
    'input-monitoring',
  ],
  [
    'hid_open_path: failed to open IOHIDDevice from mach entry: (0xE00002C5) exclusive access and device already open',
    'busy',
  ],
  ['The process cannot access the file because it is being used by another process. (0x00000020)', 'busy'],
  ["Failed to open a device with path '/dev/hidraw3': No such file or directory", 'gone'],
  ['something nobody has seen', 'open-failed'],
])('%s → %s', (detail, failure) => {
  expect(toOpenFailure(detail)).toBe(failure)
})

test('listing answers with devices or a named failure, and opening what is not there with a failure', async () => {
  const transport = createNodeHidTransport()
  const listed = await transport.list()
  if (listed.ok) expect(Array.isArray(listed.value)).toBe(true)
  else {
    expect(process.env.CI, 'where every test must run, libusb is installed').not.toBe('true')
    expect(listed.failure).toBe('driver-missing')
  }
  const opened = await transport.open('/dev/hidraw-none')
  expect(opened.ok).toBe(false)
})

test('descriptors are read on Linux only', async () => {
  expect(await createNodeHidTransport('win32').readDescriptor('/dev/hidraw0')).toBeNull()
  expect(await createNodeHidTransport('darwin').readDescriptor('/dev/hidraw0')).toBeNull()
})
