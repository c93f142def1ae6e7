/** The two ways in which what a desk was given is not what it was promised. */
import type { ManifestRefusal } from '#main/updates/manifest'

export class ManifestRefused extends Error {
  readonly why: ManifestRefusal
  constructor(why: ManifestRefusal) {
    super(`The manifest was refused: ${why}`)
    this.name = 'ManifestRefused'
    this.why = why
  }
}

/** The file on the disk is not the one that was promised. */
export class FileRefused extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'FileRefused'
  }
}
