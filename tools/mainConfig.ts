/** How what runs in Node is bundled, for every shell alike. */
import { join } from 'node:path'
import type { Rolldown } from 'vite'
import { root } from '#tools/root.mjs'

/** Runs in a thread of its own, and lies beside whoever starts it. */
export const threadEntries = { writerThread: join(root, 'main/crm/sync/writerThread.ts') }

/** Threads are named by their source file in the code; in the build they lie beside it under the same name. */
export const threadsBeside: Rolldown.Plugin = {
  name: 'najva-threads',
  renderChunk: (code: string) => code.replaceAll('"./writerThread.ts"', '"./writerThread.js"'),
}
