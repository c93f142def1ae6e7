/** Stands in for the tools with which electron-builder makes AppImage, deb and rpm; they are fetched elsewhere. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What electron-builder is told by, in place of what it would fetch. */
export interface StandInTools {
  readonly env: Readonly<Record<string, string>>
}

/** Room for what starts an AppImage; the picture of its files follows. */
const runtime = 'the runtime of an AppImage'

/**
 * The AppImage made with these is the runtime, a list of its files and its entry of the menu; a deb or rpm is the words
 * fpm was given, one on each line, and the entry.
 */
export function makeStandInTools(folder: string): StandInTools {
  const host = `linux-${process.arch}`
  // Called as: mksquashfs SOURCE TARGET -offset BYTES …
  writeProgram(
    join(folder, 'appimage', host, 'mksquashfs'),
    'head -c "$4" /dev/zero >"$2"\ncd "$1" && { find . -type f -o -type l | sort; cat ./*.desktop; } >>"$2"',
  )
  writeProgram(join(folder, 'appimage', host, 'desktop-file-validate'), 'exit 0')
  writeFileSync(join(folder, 'appimage', `runtime-${process.arch}`), runtime)
  mkdirSync(join(folder, 'appimage/lib', process.arch), { recursive: true })
  // Called as: fpm … --package TARGET …
  writeProgram(
    join(folder, 'fpm'),
    [
      'for word in "$@"; do',
      '  [ "$last" = --package ] && target="$word"',
      '  case "$word" in *.desktop=*) entry="$(echo "$word" | cut -d= -f1)";; esac',
      '  last="$word"',
      'done',
      '{ printf "%s\\n" "$@"; cat "$entry"; } >"$target"',
    ].join('\n'),
  )
  return { env: { APPIMAGE_TOOLS_PATH: join(folder, 'appimage'), CUSTOM_FPM_PATH: join(folder, 'fpm') } }
}

function writeProgram(path: string, script: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\nset -e\n${script}\n`)
  chmodSync(path, 0o755)
}
