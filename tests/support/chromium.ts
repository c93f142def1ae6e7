/** Finds and starts the machine's own Chromium, Chrome or Edge for tests that need a real browser. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The browser to test with: `NAJVA_CHROMIUM` when set, otherwise the first one found; throws when there is none. */
export function findChromium(): string {
  const named = process.env.NAJVA_CHROMIUM
  if (named !== undefined && named !== '') return named
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places]
  const found = candidates.find((path) => existsSync(path))
  if (found === undefined) throw new Error('No Chromium, Chrome or Edge was found; set NAJVA_CHROMIUM')
  return found
}

export interface ChromiumOptions {
  /** `fake`: a microphone that beeps, or plays `microphoneFile`. `none`: no microphone is plugged in. */
  readonly microphone?: 'fake' | 'none'
  /** Leaves the microphone to the page's permission instead of granting it. Default false. */
  readonly askForMicrophone?: boolean
  /** A WAV file the fake microphone plays, over and over. */
  readonly microphoneFile?: string
  readonly args?: readonly string[]
}

/** A headless browser with fake sound devices; the caller closes it. */
export function launchChromium(options: ChromiumOptions = {}): Promise<Browser> {
  const { microphone = 'fake', askForMicrophone = false, microphoneFile, args = [] } = options
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      ...(askForMicrophone ? [] : ['--use-fake-ui-for-media-stream']),
      microphone === 'fake' ? '--use-fake-device-for-media-stream' : '--disable-audio-input',
      ...(microphoneFile === undefined ? [] : [`--use-file-for-fake-audio-capture=${microphoneFile}`]),
      '--autoplay-policy=no-user-gesture-required',
      ...args,
    ],
  })
}
