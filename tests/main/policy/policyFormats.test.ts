/** Proves that every setting can be ruled, as default and enforced, in each system's own format, and how it then stands. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { build, buildBinary } from 'plist'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type PolicySetting, type PolicyValue, policySettings } from '#contract/policy'
import { Settings } from '#contract/settings'
import { createSettingsStore } from '#main/desk/settingsStore'
import { toSiteSettings } from '#main/policy/layers'
import { parsePolicyFile } from '#main/policy/policyFile'
import { parsePreferences } from '#main/policy/preferencesFile'
import { readGuarded } from '#main/policy/readPolicy'
import { parseRegistryExport } from '#main/policy/registryExport'
import { type RawPolicy, toPolicy } from '#main/policy/toPolicy'
import { createFakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder

beforeEach(() => {
  folder = createTempFolder()
})
afterEach(() => folder.remove())

const texts: Readonly<Record<string, readonly [string, string]>> = {
  country: ['DE', 'FR'],
  'gateway.url': ['wss://one.example/', 'wss://two.example/'],
  'updates.feedUrl': ['https://one.example/', 'https://two.example/'],
  'updates.minimumVersion': ['1.2.3', '1.2.4-beta.1'],
  'shortcuts.answer': ['Mod+Shift+KeyA', ''],
  'shortcuts.hangUp': ['Mod+Shift+KeyB', ''],
  'shortcuts.mute': ['Mod+Shift+KeyC', ''],
  'shortcuts.dialSelection': ['Mod+Shift+KeyD', ''],
}

/** Two values of the setting that differ from each other and, where it has three, from its standard. */
function toTwoValues({ key, kind, standard }: PolicySetting): readonly [PolicyValue, PolicyValue] {
  switch (kind.type) {
    case 'boolean':
      return [standard !== true, standard === true]
    case 'integer':
      return kind.min + 1 === standard ? [kind.min + 2, kind.min] : [kind.min + 1, kind.min]
    case 'number':
      return [0.25, 0.5]
    case 'choice': {
      const others = kind.choices.filter((choice) => choice !== standard)
      return [others[0] ?? '', others[1] ?? String(standard)]
    }
    case 'text':
      return texts[key] ?? ['one', 'two']
  }
}

interface Raw {
  readonly defaults: Readonly<Record<string, PolicyValue>>
  readonly enforced: Readonly<Record<string, PolicyValue>>
}

/** As each system writes it: whole numbers and yes/no as DWORD, the rest as text, in UTF-16. */
function toRegistry(raw: Raw): Uint8Array {
  const toLine = ([key, value]: [string, PolicyValue]): string => {
    const number = typeof value === 'boolean' ? Number(value) : value
    const isWord = typeof number === 'number' && Number.isInteger(number)
    return `"${key}"=${isWord ? `dword:${number.toString(16).padStart(8, '0')}` : `"${number}"`}`
  }
  const toKey = (level: string) => `[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Najva\\${level}]`
  const lines = [
    'Windows Registry Editor Version 5.00',
    '',
    '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Najva]',
    '',
    toKey('Defaults'),
    ...Object.entries(raw.defaults).map(toLine),
    '',
    toKey('Enforced'),
    ...Object.entries(raw.enforced).map(toLine),
    '',
  ]
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(lines.join('\r\n'), 'utf16le')])
}

const formats: readonly (readonly [string, (raw: Raw) => RawPolicy | null])[] = [
  ['registry export', (raw) => parseRegistryExport(toRegistry(raw))],
  [
    'property list',
    (raw) => parsePreferences(Buffer.from(build({ Defaults: raw.defaults, Enforced: raw.enforced }))),
  ],
  [
    'binary property list',
    (raw) => parsePreferences(buildBinary({ Defaults: raw.defaults, Enforced: raw.enforced })),
  ],
  ['file', (raw) => parsePolicyFile(Buffer.from(JSON.stringify(raw)))],
]

const read = (tree: unknown, key: string): unknown =>
  key.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], tree)

const patchOf = (key: string, value: PolicyValue): object => {
  const [first = '', ...rest] = key.split('.')
  const whole = structuredClone(Settings.parse({})) as Record<string, unknown>
  let at = whole
  for (const name of key.split('.').slice(0, -1)) at = at[name] as Record<string, unknown>
  at[key.split('.').at(-1) ?? ''] = value
  return rest.length === 0 ? { [first]: value } : { [first]: whole[first] }
}

describe.each(formats)('in a %s', (_, parse) => {
  const policyOf = (raw: Raw) => {
    const parsed = parse(raw)
    expect(parsed).not.toBeNull()
    const { policy, problems } = toPolicy(parsed ?? { defaults: {}, enforced: {} })
    expect(problems).toEqual([])
    return policy
  }
  const open = (raw: Raw) =>
    createSettingsStore({
      path: folder.file('settings.json'),
      policy: policyOf(raw),
      clock: createFakeClock(),
      log: silentLog,
    })

  test.each(
    policySettings.filter(({ of }) => of === 'person').map((setting) => [setting.key, setting] as const),
  )('%s stands as default, gives way to the person, and not when enforced', (key, setting) => {
    const [ruled, own] = toTwoValues(setting)
    const asDefault = { defaults: { [key]: ruled }, enforced: {} }
    const store = open(asDefault)
    expect(read(store.current, key)).toBe(ruled)
    expect(store.managed).toEqual([])

    expect(store.change(patchOf(key, own)).ok).toBe(true)
    expect(read(store.current, key)).toBe(own)
    expect(read(open(asDefault).current, key)).toBe(own)

    const enforced = open({ defaults: {}, enforced: { [key]: ruled } })
    expect(read(enforced.current, key)).toBe(ruled)
    expect(enforced.managed).toEqual([key])
    expect(enforced.change(patchOf(key, own))).toMatchObject({
      ok: false,
      failure: { code: 'forbidden', subject: key },
    })
    expect(read(enforced.current, key)).toBe(ruled)

    // Lifted again, the person has what they chose before.
    expect(read(open(asDefault).current, key)).toBe(own)
  })

  test.each(
    policySettings.filter(({ of }) => of === 'site').map((setting) => [setting.key, setting] as const),
  )('%s of the site stands as default and enforced', (key, setting) => {
    const [first, second] = toTwoValues(setting)
    expect(read(toSiteSettings(policyOf({ defaults: { [key]: first }, enforced: {} })), key)).toBe(first)
    const both = policyOf({ defaults: { [key]: first }, enforced: { [key]: second } })
    expect(read(toSiteSettings(both), key)).toBe(second)
  })
})

test('a change beside an enforced setting is kept, and leaves the rest to the defaults', () => {
  const options = { path: folder.file('settings.json'), clock: createFakeClock(), log: silentLog }
  const policy = { defaults: { 'calls.dialSeconds': 30 }, enforced: { 'calls.lines': 2 } }
  const store = createSettingsStore({ ...options, policy })
  expect(store.change({ calls: { ...store.current.calls, digits: 'info' } }).ok).toBe(true)
  expect(store.current.calls).toMatchObject({ digits: 'info', lines: 2, dialSeconds: 30 })
  const later = { defaults: { 'calls.dialSeconds': 45 }, enforced: {} }
  expect(createSettingsStore({ ...options, policy: later }).current.calls).toMatchObject({
    digits: 'info',
    lines: 4,
    dialSeconds: 45,
  })
})

test('what makes no sense rules nothing, is said, and leaves the rest in force', () => {
  const { policy, problems } = toPolicy({
    defaults: { theme: 'pink', locale: 'fa' },
    enforced: { 'calls.lines': 99, 'no.such': 1, country: null, autoGain: 2, 'updates.feedUrl': 'http://x/' },
  })
  expect(policy).toEqual({ defaults: { locale: 'fa' }, enforced: {} })
  expect(problems).toHaveLength(6)
  expect(problems.join('\n')).toContain('"no.such" is unknown')
})

test.each([
  ['empty', '', 'file'],
  ['broken', '{"enforced":', 'file'],
  ['a list', '[]', 'file'],
  ['of unknown parts', '{"forced":{}}', 'file'],
  ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'file'],
  ['no property list', 'hello', 'plist'],
  ['a cut binary list', Buffer.from('bplist00\u0001\u0002'), 'plist'],
  ['a list of entities', '<!DOCTYPE x [<!ENTITY a "b">]><plist><string>&a;</string></plist>', 'plist'],
])('a store that is %s is no policy', (_, text, format) => {
  const file = Buffer.from(text)
  expect(format === 'file' ? parsePolicyFile(file) : parsePreferences(file)).toBeNull()
})

test('quotes and backslashes in the registry are read as they were written, and other kinds refused', () => {
  const text =
    '[HKEY_CURRENT_USER\\Software\\policies\\najva\\ENFORCED]\r\n"a\\"b\\\\c"="x\\\\y\\"z"\r\n"d"=hex(7):61,00\r\n' +
    '[HKEY_CURRENT_USER\\Software\\Other\\Enforced]\r\n"e"="f"\r\n'
  expect(parseRegistryExport(Buffer.from(text))).toEqual({
    defaults: {},
    enforced: { 'a"b\\c': 'x\\y"z', d: null },
  })
})

test('a file that others may write is refused, and one that is not there rules nothing', () => {
  const path = folder.file('policy.json')
  const owner = process.getuid?.() ?? 0
  expect(readGuarded(path, owner)).toBeNull()
  writeFileSync(path, '{}', { mode: 0o644 })
  expect(readGuarded(path, owner)).toEqual(readFileSync(path))
  expect(() => readGuarded(path, owner + 1)).toThrow(/others may write/)
  chmodSync(path, 0o664)
  expect(() => readGuarded(path, owner)).toThrow(/others may write/)
})
