/** Reads the source tree as text: its files and what each imports, apart from type-only imports. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

export const rooms = [
  'contract',
  'preload',
  'renderer',
  'native',
  'gateway',
  'simulator',
  'main',
  'tests',
  'bench',
  'tools',
] as const
export type Room = (typeof rooms)[number]

export interface Import {
  readonly specifier: string
  /** Gone at run time: `import type`, `export type … from`, or every name marked `type`. */
  readonly typeOnly: boolean
}

export interface SourceFile {
  /** From the root, with forward slashes: `gateway/model/reduce.ts`. */
  readonly path: string
  readonly room: Room
  readonly text: string
  readonly imports: readonly Import[]
}

export function readSources(): SourceFile[] {
  return rooms.flatMap((room) => listFiles(join(root, room)).map((file) => readSource(room, file)))
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

function readSource(room: Room, file: string): SourceFile {
  const text = readFileSync(file, 'utf8')
  return { path: relative(root, file).replaceAll('\\', '/'), room, text, imports: toImports(text) }
}

const statement =
  /^(?:import|export)\s+(type\s+)?(?:(\{[^}]*\}|\*(?:\s+as\s+\w+)?|\w+(?:\s*,\s*\{[^}]*\})?)\s+from\s+)?'([^']+)'/gm
const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g

/** Pure: the imports named in a source text. The house style writes them with single quotes, one a statement. */
export function toImports(text: string): Import[] {
  const declared = [...text.matchAll(statement)].map((match) => ({
    specifier: match[3] ?? '',
    typeOnly: match[1] !== undefined || everyNameIsType(match[2] ?? ''),
  }))
  const loaded = [...text.matchAll(dynamic)].map((match) => ({ specifier: match[1] ?? '', typeOnly: false }))
  return [...declared, ...loaded]
}

function everyNameIsType(names: string): boolean {
  if (!names.startsWith('{')) return false
  const list = names
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return list.length > 0 && list.every((name) => name.startsWith('type '))
}

/** The file a `#room/…` name means; null for a package, a built-in or a resource. */
export function toPath(specifier: string): string | null {
  const match = /^#(\w+)\/(.+)$/.exec(specifier)
  if (match === null || !rooms.some((room) => room === match[1])) return null
  const rest = match[2] ?? ''
  return `${match[1]}/${/\.(tsx|css)$/.test(rest) ? rest : `${rest}.ts`}`
}

/** The package a name belongs to: `@orpc/server/ws` is `@orpc/server`; null for own files and built-ins. */
export function toPackage(specifier: string): string | null {
  if (/^(#|\.|node:)/.test(specifier)) return null
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? null)
}
