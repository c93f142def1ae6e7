/** The words of the policy files for administrators, in each language. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { policySettings } from '#contract/policy'

const Texts = z.object({
  words: z.object({ najva: z.string(), enforced: z.string(), defaults: z.string(), supported: z.string() }),
  settings: z.record(z.string(), z.object({ name: z.string().min(1), help: z.string().min(1) })),
})
export type PolicyTexts = z.infer<typeof Texts>

/** Throws when a setting has no words, or words have no setting. */
export function readPolicyTexts(language: 'en' | 'fa'): PolicyTexts {
  const path = new URL(`../../resources/policy/texts.${language}.json`, import.meta.url)
  const texts = Texts.parse(JSON.parse(readFileSync(path, 'utf8')))
  const keys = policySettings.map((setting) => setting.key)
  const missing = keys.filter((key) => texts.settings[key] === undefined)
  const left = Object.keys(texts.settings).filter((key) => !keys.includes(key))
  if (missing.length > 0) throw new Error(`No words (${language}) for the settings ${missing.join(', ')}`)
  if (left.length > 0)
    throw new Error(`Words (${language}) for settings that are not there: ${left.join(', ')}`)
  return texts
}

/** Throws for a key without words, which `readPolicyTexts` has ruled out. */
export function wordsOf(texts: PolicyTexts, key: string): { readonly name: string; readonly help: string } {
  const words = texts.settings[key]
  if (words === undefined) throw new Error(`No words for the setting ${key}`)
  return words
}
