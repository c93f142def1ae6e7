/** Keeps one person's settings in a JSON file of the profile, written whole or not at all, under the organisation's rules. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Answer, done, failed } from '#contract/failure'
import { noPolicy, type Policy } from '#contract/policy'
import { defaultSettings, Settings, SettingsPatch } from '#contract/settings'
import type { Clock } from '#contract/time'
import type { Log } from '#main/desk/log'
import type { SettingsStore } from '#main/desk/parts'
import {
  applyPolicy,
  findChanged,
  guessChosen,
  type KeptSettings,
  keepValues,
  listManaged,
} from '#main/policy/layers'
import { setAside } from '#main/store/setAside'
import { toErrorCode, toStoreFault } from '#main/store/storeFault'
import { writeWholeFile } from '#main/store/wholeFile'

export interface SettingsStoreOptions {
  /** `settings.json` in the profile. */
  readonly path: string
  /** What the organisation rules; nothing when absent. */
  readonly policy?: Policy
  readonly clock: Clock
  readonly log: Log
}

/** How long a refused write waits before the next try. */
const retryMs = 5000

/**
 * A change is in force at once, also when the disk refuses it: then the answer is `cache-unwritable`, and the file
 * is tried again until it is written. `close` ends the retries after a last one. An enforced setting cannot be changed
 * (`forbidden`), and what the person chose before it was enforced comes back when it no longer is.
 */
export function createSettingsStore(options: SettingsStoreOptions): SettingsStore & { close(): void } {
  const { path, clock, log, policy = noPolicy } = options
  const listeners = new Set<(settings: Settings) => void>()
  const managed = listManaged(policy)
  let kept = readSettings(options)
  let current = applyPolicy(kept, policy)
  let cancelRetry: (() => void) | null = null

  const save = (): Answer<Settings> => {
    cancelRetry?.()
    cancelRetry = null
    const answer = writeSettings(path, kept)
    if (answer.ok) return done(current)
    log.warn('Settings cannot be written')
    cancelRetry = clock.after(retryMs, save)
    return failed('cache-unwritable', null, retryMs)
  }

  return {
    managed,
    get current() {
      return current
    },
    change(patch) {
      const parsed = SettingsPatch.safeParse(patch)
      if (!parsed.success)
        return failed('invalid', parsed.error.issues[0]?.path.join('.').slice(0, 200) ?? null)
      const wanted = Settings.parse({ ...current, ...withoutAbsent(parsed.data) })
      const changed = findChanged(current, wanted)
      const ruled = changed.find((key) => managed.includes(key))
      if (ruled !== undefined) return failed('forbidden', ruled)
      kept = {
        values: keepValues(wanted, kept.values, managed),
        chosen: [...new Set([...kept.chosen, ...changed])],
      }
      current = applyPolicy(kept, policy)
      for (const listener of listeners) listener(current)
      return save()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    close() {
      if (cancelRetry === null) return
      save()
      cancelRetry?.()
    },
  }
}

/** A key that is there with no value asks for nothing; it must not put the default back. */
function withoutAbsent(patch: SettingsPatch): object {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}

/** What the file says; the defaults when there is none, or when it was broken and so set aside. */
function readSettings(options: SettingsStoreOptions): KeptSettings {
  try {
    const kept = parseSettings(readFileSync(options.path, 'utf8'))
    if (kept !== null) return kept
    options.log.warn({ setAside: setAside(options.path, options.clock) }, 'Settings file set aside')
  } catch (error) {
    if (toStoreFault(error) === null) throw error
    if (toErrorCode(error) !== 'ENOENT') options.log.warn({ err: error }, 'Settings cannot be read')
  }
  return { values: defaultSettings, chosen: [] }
}

/** Beside the settings in the file, so that an older version reads the same file. */
const Chosen = z.object({ chosen: z.array(z.string()) })

/** Pure: null when the text is not settings. */
function parseSettings(text: string): KeptSettings | null {
  try {
    const file: unknown = JSON.parse(text)
    const values = Settings.safeParse(file).data
    if (values === undefined) return null
    return { values, chosen: Chosen.safeParse(file).data?.chosen ?? guessChosen(values) }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function writeSettings(path: string, { values, chosen }: KeptSettings): Answer<null> {
  try {
    writeWholeFile(path, `${JSON.stringify({ ...values, chosen }, null, 2)}\n`)
    return done(null)
  } catch (error) {
    if (toStoreFault(error) === null) throw error
    return failed('cache-unwritable')
  }
}
