/** A folder and a feed of its own for each test of a file, gone after it. */
import { afterEach, beforeEach } from 'vitest'
import { startUpdateFeed, type UpdateFeed } from '#tests/main/updates/updateFeed'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

export function withFeed(begin: (folder: TempFolder, feed: UpdateFeed) => void): void {
  let folder: TempFolder
  let feed: UpdateFeed
  beforeEach(async () => {
    folder = createTempFolder()
    feed = await startUpdateFeed()
    begin(folder, feed)
  })
  afterEach(async () => {
    await feed.close()
    folder.remove()
  })
}
