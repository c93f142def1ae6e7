/** Where the project lies; runs on plain Node ≥ 20, as written and bundled. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder, absolute: the nearest one upwards that holds a package.json. */
export const root = findRoot(dirname(fileURLToPath(import.meta.url)))

function findRoot(folder) {
  return existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder))
}
