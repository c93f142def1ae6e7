/** `npm run headset -- --list | --udev`: shows the headsets Najva can use, or prints the Linux udev rule. */
import { setTimeout as wait } from 'node:timers/promises'
import type { HeadsetFailure, HeadsetState } from '#contract/headset'
import { createRealClock } from '#main/desk/realTime'
import { createHeadsetService } from '#native/headsetService'
import { createNodeHidTransport } from '#native/nodeHidTransport'
import { vendorProfiles } from '#native/profiles/vendorProfiles'
import { formatUdevRule } from '#native/udevRule'

const usage = `npm run headset -- --list    the headsets that are plugged in, and what they can do
npm run headset -- --udev    the udev rule that Linux needs (resources/udev)`

const advice: Readonly<Partial<Record<HeadsetFailure, string>>> = {
  'driver-missing':
    'The USB library could not be loaded. On Linux, install libusb-1.0 (Debian: libusb-1.0-0).',
  denied: 'The system refuses access. On Linux, install the rule that --udev prints, then plug it in again.',
  'input-monitoring': 'macOS wants Input Monitoring allowed for this program, and a restart of it.',
  busy: 'Another program holds it alone.',
  'layout-unknown': 'This system does not tell how its buttons are laid out, and it is not in the table.',
}

/** Devices settle and are opened in this time. */
const lookMs = 1500

async function list(): Promise<number> {
  const quiet = { info: () => undefined, warn: () => undefined }
  const service = createHeadsetService({
    transport: createNodeHidTransport(),
    clock: createRealClock(),
    profiles: vendorProfiles,
    log: quiet,
  })
  await wait(lookMs)
  const { state } = service
  await service.close()
  print(state)
  return state.failure === null ? 0 : 1
}

function print(state: HeadsetState): void {
  if (state.failure !== null) {
    console.log(`${state.failure}: ${advice[state.failure] ?? 'Headsets cannot be listed.'}`)
    return
  }
  if (state.headsets.length === 0) console.log('No headset is plugged in.')
  for (const each of state.headsets) {
    const ids = [each.vendorId, each.productId].map((id) => id.toString(16).padStart(4, '0')).join(':')
    console.log(
      `${each.name} (${ids}): ${each.capability}${each.layoutFrom ? `, layout from the ${each.layoutFrom}` : ''}`,
    )
    console.log(`  buttons ${each.controls.join(' ') || '–'}\n  lights  ${each.lights.join(' ') || '–'}`)
    if (each.failure !== null) console.log(`  ${each.failure}: ${advice[each.failure] ?? ''}`)
    if (each.inUseElsewhere !== null) console.log(`  used by another program (${each.inUseElsewhere})`)
  }
}

const option = process.argv[2]
if (option === '--udev') process.stdout.write(formatUdevRule())
else if (option === '--list') process.exitCode = await list()
else {
  console.log(usage)
  process.exitCode = option === undefined || option === '--help' ? 0 : 2
}
