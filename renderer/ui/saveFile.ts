/** Hands a file to the person: the browser, or the desk's window, asks where to put it. */
import type { SavedFile } from '#contract/writeBack'

export function saveFile({ name, mediaType, text }: SavedFile): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
