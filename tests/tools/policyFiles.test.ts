/** The policy files for administrators are those of the settings there are, whole, and readable by what reads them. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DOMParser } from '@xmldom/xmldom'
import { parse } from 'plist'
import { expect, test } from 'vitest'
import { policySettings } from '#contract/policy'
import { parsePolicyFile } from '#main/policy/policyFile'
import { toPolicy } from '#main/policy/toPolicy'
import { renderPolicyFiles } from '#tools/policy/policyFiles'

const files = renderPolicyFiles()
const textOf = (path: string): string => files.get(path) ?? ''

test.each([...files.keys()])('%s is what the settings say now', (path) => {
  const kept = readFileSync(fileURLToPath(new URL(`../../resources/policy/${path}`, import.meta.url)), 'utf8')
  expect(kept.trim(), 'run `npm run policy`').toBe(textOf(path).trim())
})

test('the template has each setting on both levels, and the words for all it names in both languages', () => {
  const template = textOf('windows/Najva.admx')
  const document = new DOMParser().parseFromString(template, 'text/xml')
  const policies = [...document.getElementsByTagName('policy')]
  expect(policies).toHaveLength(policySettings.length * 2)
  expect(new Set(policies.map((policy) => policy.getAttribute('name'))).size).toBe(policies.length)
  const valueNames = [...document.getElementsByTagName('*')].map((each) => each.getAttribute('valueName'))
  for (const { key } of policySettings)
    expect(
      valueNames.filter((each) => each === key),
      key,
    ).toHaveLength(2)
  for (const language of ['en-US', 'fa-IR']) {
    const words = new DOMParser().parseFromString(textOf(`windows/${language}/Najva.adml`), 'text/xml')
    const idsOf = (tag: string) =>
      new Set([...words.getElementsByTagName(tag)].map((each) => each.getAttribute('id')))
    const [strings, presentations] = [idsOf('string'), idsOf('presentation')]
    for (const [, id] of template.matchAll(/\$\(string\.([^)]+)\)/g)) expect(strings, id).toContain(id)
    for (const [, id] of template.matchAll(/\$\(presentation\.([^)]+)\)/g))
      expect(presentations, id).toContain(id)
  }
})

test('the configuration profile and the Linux file hold the values Najva comes with', () => {
  const expected = Object.fromEntries(
    policySettings.filter(({ standard }) => standard !== null).map(({ key, standard }) => [key, standard]),
  )
  const profile = parse(textOf('macos/najva.mobileconfig')) as {
    PayloadContent: { PayloadType: string; Defaults: Record<string, unknown> }[]
  }
  expect(profile.PayloadContent[0]).toMatchObject({ PayloadType: 'com.najva.desk', Defaults: expected })
  const raw = parsePolicyFile(Buffer.from(textOf('linux/policy.json')))
  expect(toPolicy(raw ?? { defaults: {}, enforced: {} })).toEqual({
    policy: { defaults: expected, enforced: {} },
    problems: [],
  })
})
