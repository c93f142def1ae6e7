/** The types of `builtDesk.mjs`, which is plain JavaScript because it runs before anything is built. */

/** Where bundles of the desk lie, a folder each; absolute. */
export const builtDesks: string
/** The file that names the last one, as `{ folder, sources }`: each source's path from the root with its stamp. */
export const builtDeskNote: string
/** The file in a bundle's folder that is run. */
export const deskEntry: string

/** The bundle made last; null when there is none. */
export function readBuiltDesk(): { readonly file: string; readonly isFresh: boolean } | null

/** What changes with a file's content without reading it; null when the file is gone. */
export function stampOf(path: string): string | null
