/** Finds a Chromium-family browser on this machine. */
import { delimiter, join } from 'node:path'
import { isProgram } from '#tools/isProgram'

const names = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  'chrome',
]

type Environment = Readonly<Record<string, string | undefined>>

/** The path of a browser; `NAJVA_BROWSER` names one before all others. null when there is none. */
export function findBrowser(
  platform: NodeJS.Platform = process.platform,
  env: Environment = process.env,
): string | null {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const onPath = platform === 'win32' ? [] : names.flatMap((name) => folders.map((each) => join(each, name)))
  const chosen = env.NAJVA_BROWSER === undefined ? [] : [env.NAJVA_BROWSER]
  return [...chosen, ...onPath, ...toKnownPlaces(platform, env)].find(isProgram) ?? null
}

/** Where installers put them when they are not on the path. */
function toKnownPlaces(platform: NodeJS.Platform, env: Environment): string[] {
  if (platform === 'darwin')
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    )
  if (platform !== 'win32') return []
  const programs = [
    'Google/Chrome/Application/chrome.exe',
    'Chromium/Application/chrome.exe',
    'Microsoft/Edge/Application/msedge.exe',
  ]
  return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap((folder) =>
    folder === undefined ? [] : programs.map((program) => join(folder, program)),
  )
}
