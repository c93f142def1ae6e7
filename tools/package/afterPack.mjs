/** Sets the fuses of what has just been packed; electron-builder calls it before it signs. */
import { join } from 'node:path'
import { Arch } from 'electron-builder'
import { burnFuses } from './fuses.ts'

/** @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack({ appOutDir, arch, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo
  const names = {
    darwin: `${productFilename}.app`,
    win32: `${productFilename}.exe`,
    linux: packager.executableName,
  }
  const program = join(appOutDir, names[electronPlatformName])
  await burnFuses(program, electronPlatformName === 'darwin' && arch === Arch.arm64)
}
