/** Reads `gateway.yaml` and the secrets it points to; what is wrong is said with the file, the place and the reason. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { SiteFile } from '#gateway/commandLine/siteFile'

/** Something the person who runs the gateway must mend; its message is meant to be printed as it is. */
export class SiteMistake extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'SiteMistake'
  }
}

/** Paths in the file are meant from the file's own folder, and come back absolute. Throws `SiteMistake`. */
export function readSite(file: string): SiteFile {
  const path = resolve(file)
  const document = parseDocument(readText(path, 'The configuration'))
  const [syntax] = document.errors
  if (syntax !== undefined) throw new SiteMistake(`${path}: ${syntax.message}`)
  const parsed = SiteFile.safeParse(resolveAliases(document, path))
  if (!parsed.success) throw new SiteMistake(toComplaint(path, parsed.error))
  return fromFolder(parsed.data, dirname(path))
}

/** An alias without its anchor, and a few that would grow without end, are found only here. */
function resolveAliases(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    throw new SiteMistake(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
  }
}

/** One line per mistake: file, place in it, reason. */
export function toComplaint(path: string, error: z.ZodError): string {
  return error.issues
    .map((issue) => `${path}: ${toPlace(issue.path)}${issue.message.replace(/\s+/g, ' ')}`)
    .join('\n')
}

function toPlace(path: readonly PropertyKey[]): string {
  if (path.length === 0) return ''
  const place = path.map((part) => (typeof part === 'number' ? `[${part + 1}]` : `.${String(part)}`)).join('')
  return `${place.replace(/^\./, '')}: `
}

function fromFolder(site: SiteFile, folder: string): SiteFile {
  const at = (path: string) => resolve(folder, path)
  const { listen, asterisk } = site
  const tls = listen.tls
  return {
    ...site,
    store: at(site.store),
    listen: {
      ...listen,
      ...(tls && { tls: { keyFile: at(tls.keyFile), certFile: at(tls.certFile) } }),
    },
    asterisk: {
      ...asterisk,
      ...(asterisk.phonePasswordsFile && { phonePasswordsFile: at(asterisk.phonePasswordsFile) }),
      nodes: asterisk.nodes.map((node) => ({
        ...node,
        ...(node.secretFile && { secretFile: at(node.secretFile) }),
        ...(node.tls?.caFile && { tls: { ...node.tls, caFile: at(node.tls.caFile) } }),
      })),
    },
    people: site.people.map((person) => ({
      ...person,
      ...(person.passwordFile && { passwordFile: at(person.passwordFile) }),
    })),
  }
}

/** The secret of a manager login. `what` names its owner for the complaint. */
export function readSecret(
  from: { readonly secretFile?: string | undefined; readonly secretEnv?: string | undefined },
  env: Readonly<Record<string, string | undefined>>,
  what: string,
): string {
  const { secretFile, secretEnv } = from
  if (secretFile !== undefined) return readFirstLine(secretFile, what)
  if (secretEnv === undefined) throw new SiteMistake(`${what} needs secretFile or secretEnv`)
  const value = env[secretEnv]
  if (value === undefined || value === '') throw new SiteMistake(`${what}: ${secretEnv} is not set`)
  return value
}

export function readFirstLine(path: string, what: string): string {
  const line = readText(path, what).split(/\r?\n/, 1)[0] ?? ''
  if (line === '') throw new SiteMistake(`${what}: ${path} is empty`)
  return line
}

export function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new SiteMistake(`${what}: ${path} cannot be read (${toReason(cause)})`, cause)
  }
}

function toReason(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
}
