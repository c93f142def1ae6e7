/** A folder that stands in for Electron's runtime, so that packing can be tried where the real one cannot be fetched. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPackage } from '@electron/asar'
import { root } from '#tools/root.mjs'

/** What marks the fuses in a real program, then version 1, the number of fuses, and each as Electron ships it. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
export const shippedFuses = '101100011'

/** A program that says what it is; the fuse wire lies in it as in a real one. `wire` is one character for each fuse. */
export async function makeStandIn(folder: string, wire = shippedFuses): Promise<void> {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const script = '#!/bin/sh\necho "a stand-in for Electron"\nexit 0\n'
  const program = Buffer.concat([
    Buffer.from(`${script}${sentinel}`),
    Buffer.from([1, wire.length]),
    Buffer.from(wire),
    Buffer.from('\n'),
  ])
  writeFileSync(join(folder, 'electron'), program)
  chmodSync(join(folder, 'electron'), 0o755)
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'))
  writeFileSync(join(folder, 'version'), version)
  const app = join(folder, 'default_app')
  mkdirSync(app)
  writeFileSync(join(app, 'main.js'), '')
  await createPackage(app, join(folder, 'resources', 'default_app.asar'))
}
