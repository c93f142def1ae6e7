/** Linux: the report descriptor as the kernel keeps it for each hidraw node. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { maxDescriptorBytes } from '#native/descriptor/parseDescriptor'

/** null for a path that is no hidraw node, and when the kernel does not give it (the device has just gone). */
export async function readSysfsDescriptor(path: string, root = '/sys'): Promise<Uint8Array | null> {
  const node = /^\/dev\/(hidraw\d{1,4})$/.exec(path)?.[1]
  if (node === undefined) return null
  try {
    const bytes = await readFile(join(root, 'class/hidraw', node, 'device/report_descriptor'))
    return bytes.length === 0 || bytes.length > maxDescriptorBytes ? null : new Uint8Array(bytes)
  } catch {
    // Gone between listing and reading, or no sysfs in this container: another source may know it.
    return null
  }
}
