/** Holds the walls between the rooms: who may import whom, and which library lives where. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  type Room,
  readSources,
  rooms,
  root,
  type SourceFile,
  toPackage,
  toPath,
} from '#tests/architecture/sourceFiles'

const sources = readSources()

/** The table of ARCHITECTURE.md. A room may always import itself. */
const mayImport: Record<Room, readonly Room[] | 'everything'> = {
  contract: [],
  preload: ['contract'],
  renderer: ['contract'],
  native: ['contract'],
  gateway: ['contract'],
  simulator: ['contract'],
  main: ['contract', 'gateway', 'simulator', 'native'],
  tools: ['contract', 'gateway', 'simulator', 'native', 'main'],
  tests: 'everything',
  bench: 'everything',
}

/** Libraries with one home each: the folders (or files) that may import them at run time or as types. */
const homes: Record<string, readonly string[]> = {
  electron: ['main/electron/', 'preload/'],
  'electron-updater': ['main/updates/'],
  'node-hid': ['native/nodeHidTransport.ts'],
  'better-sqlite3': ['gateway/store/', 'main/store/openDatabase.ts'],
  ldapts: ['main/crm/connectors/ldap/'],
  saxes: ['main/crm/connectors/file/'],
  yauzl: ['main/crm/connectors/file/'],
  'sip.js': ['renderer/phone/', 'simulator/sip/'],
  werift: ['simulator/media/'],
  opusscript: ['tests/support/sip/'],
  '@orpc/contract': ['contract/'],
  react: ['renderer/'],
  zustand: ['renderer/state/'],
}

/** Inside a room, folders that must not know others. */
const inner: readonly { readonly from: RegExp; readonly never: RegExp; readonly why: string }[] = [
  {
    from: /^gateway\/model\//,
    never: /^gateway\/(?!model\/)/,
    why: 'the live model knows nothing but the contract',
  },
  {
    from: /^renderer\/(ui|i18n)\//,
    never: /^renderer\/(app|features|state|phone)\//,
    why: 'ui is below all',
  },
  { from: /^renderer\/phone\//, never: /^renderer\/(app|features|ui)\//, why: 'the phone draws nothing' },
  { from: /^renderer\/state\//, never: /^renderer\/(app|features|ui)\//, why: 'state draws nothing' },
  { from: /^renderer\/features\//, never: /^renderer\/(app|phone)\//, why: 'features see only state' },
  {
    from: /^simulator\/(sip|media)\//,
    never: /^simulator\/(queue|people|scenarios)\//,
    why: 'below the seam',
  },
  { from: /^simulator\/(queue|people|scenarios)\//, never: /^simulator\/sip\//, why: 'above the seam' },
]

const tested = (file: SourceFile) => file.room === 'tests' || file.room === 'bench'

test('a room imports only the rooms the table names', () => {
  const broken = sources.flatMap((file) => {
    const allowed = mayImport[file.room]
    if (allowed === 'everything') return []
    return file.imports
      .map((each) => toPath(each.specifier))
      .filter((path) => path !== null)
      .filter((path) => {
        const room = path.split('/')[0]
        return room !== file.room && !allowed.some((each) => each === room)
      })
      .map((path) => `${file.path} → ${path}`)
  })
  expect(broken).toEqual([])
})

test('the compiler holds the same table: references are what a room may import', () => {
  const differing = rooms.flatMap((room) => {
    const allowed = mayImport[room]
    if (allowed === 'everything') return []
    const config = JSON.parse(readFileSync(join(root, room, 'tsconfig.json'), 'utf8'))
    const references = config.references.map((each: { path: string }) => each.path.replace('../', ''))
    return references.toSorted().join() === allowed.toSorted().join() ? [] : [{ room, references }]
  })
  expect(differing).toEqual([])
})

test('every import of our own goes by its #room name', () => {
  const broken = sources.flatMap((file) =>
    file.imports
      .filter((each) => each.specifier.startsWith('.'))
      .map((each) => `${file.path} → ${each.specifier}`),
  )
  expect(broken).toEqual([])
})

test('each guarded library is imported only at home', () => {
  const broken = sources
    .filter((file) => !tested(file))
    .flatMap((file) =>
      file.imports
        .map((each) => toPackage(each.specifier) ?? '')
        .filter(
          (name) => homes[name] !== undefined && !homes[name].some((home) => file.path.startsWith(home)),
        )
        .map((name) => `${file.path} → ${name}`),
    )
  expect(broken).toEqual([])
})

test('contract imports zod and the contract builder, nothing else', () => {
  const packages = sources
    .filter((file) => file.room === 'contract')
    .flatMap((file) => file.imports.map((each) => toPackage(each.specifier)))
  expect([...new Set(packages)].filter((name) => name !== null).sort()).toEqual(['@orpc/contract', 'zod'])
})

test('inside a room, what is below does not know what is above', () => {
  const broken = sources.flatMap((file) =>
    inner
      .filter((rule) => rule.from.test(file.path))
      .flatMap((rule) =>
        file.imports
          .map((each) => toPath(each.specifier) ?? '')
          .filter((path) => rule.never.test(path))
          .map((path) => `${file.path} → ${path}: ${rule.why}`),
      ),
  )
  expect(broken).toEqual([])
})

test('a feature never imports a feature', () => {
  const featureOf = (path: string) => /^renderer\/features\/([^/]+)\//.exec(path)?.[1]
  const broken = sources.flatMap((file) => {
    const own = featureOf(file.path)
    if (own === undefined) return []
    return file.imports
      .map((each) => toPath(each.specifier) ?? '')
      .filter((path) => featureOf(path) !== undefined && featureOf(path) !== own)
      .map((path) => `${file.path} → ${path}`)
  })
  expect(broken).toEqual([])
})

test('no file takes part in a run-time import cycle', () => {
  expect(findCycle(sources)).toEqual([])
})

/** One cycle of run-time imports as a list of paths; empty when there is none. */
function findCycle(files: readonly SourceFile[]): string[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      file.imports.filter((each) => !each.typeOnly).flatMap((each) => toPath(each.specifier) ?? []),
    ]),
  )
  const finished = new Set<string>()
  const walk = (path: string, trail: readonly string[]): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (finished.has(path)) return []
    for (const next of edges.get(path) ?? []) {
      const cycle = walk(next, [...trail, path])
      if (cycle.length > 0) return cycle
    }
    finished.add(path)
    return []
  }
  for (const file of files) {
    const cycle = walk(file.path, [])
    if (cycle.length > 0) return cycle
  }
  return []
}
