/** The switches burnt into the packed program, each with its reason; flipped before signing and read back after. */

import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'

/** How a fuse stands in the program: the characters `0` and `1`. */
const states = { off: 0x30, on: 0x31 }

/** All nine, in the order of the wire; a tenth in a newer Electron stops the build. */
export const fuses: Readonly<Record<FuseV1Options, boolean>> = {
  // Nobody runs scripts of their own under our name and rights.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  // Nor by a variable of the environment,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  // nor by a debugger's port.
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // The archive is what was packed (macOS and Windows),
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  // and nothing beside it is loaded in its place.
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // We ship no snapshot of our own.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Pages come by `app:`, none from a file.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
}

/** `program` is the packed executable, or the `.app` of macOS. Throws when a fuse is missing or unknown. */
export async function burnFuses(program: string, isForMacOnArm: boolean): Promise<void> {
  await flipFuses(program, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: isForMacOnArm,
    ...fuses,
  })
  const wrong = await findWrongFuses(program)
  if (wrong.length > 0) throw new Error(`The fuses ${wrong.join(', ')} are not as they were set`)
}

/** Names of the fuses of a packed program that are not as they should be; empty when all are. */
export async function findWrongFuses(program: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(program)
  const wanted = Object.entries(fuses).map(([index, isOn]) => [Number(index) as FuseV1Options, isOn] as const)
  const wrong = wanted
    .filter(([index, isOn]) => wire[index] !== (isOn ? states.on : states.off))
    .map(([index]) => FuseV1Options[index])
  const more = Object.keys(wire).filter((key) => /^\d+$/.test(key) && !(Number(key) in fuses))
  return [...wrong, ...more.map((index) => `number ${index}`)]
}
