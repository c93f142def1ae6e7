/** Asks Windows who signed an installer, and takes every answer but a clear one for a no. */
import { execFile } from 'node:child_process'
import { win32 } from 'node:path'
import { z } from 'zod'

/** `Get-AuthenticodeSignature | Select Status, Path, Subject` as JSON; status 0 is Valid. */
const Signature = z.object({ Status: z.literal(0), Path: z.string(), Subject: z.string().min(3) })

/**
 * Pure: null when `output` says that the file at `path` carries a valid signature of one of `publishers` (whole
 * distinguished names, part by part in any order), and otherwise why not.
 */
export function judgeSignature(output: string, path: string, publishers: readonly string[]): string | null {
  const parsed = Signature.safeParse(parseJson(output))
  if (!parsed.success) return 'The installer has no valid signature, or Windows could not say'
  const { Path, Subject } = parsed.data
  if (win32.normalize(Path).toLowerCase() !== win32.normalize(path).toLowerCase())
    return 'Windows looked at another file'
  const subject = toParts(Subject)
  const isOurs = publishers.some((publisher) => {
    const parts = toParts(publisher)
    // A common name alone can be had by anybody whose company is called the same.
    return parts.size > 1 && [...parts].every(([name, value]) => subject.get(name) === value)
  })
  return isOurs ? null : 'The installer is signed by somebody else'
}

/** `CN="A, Inc.", O=A` as CN → A, Inc.; O → A (RFC 4514, with the quotes Windows uses). */
function toParts(name: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>()
  for (const [, key, quoted, plain] of name.matchAll(
    /([A-Za-z0-9.]+)=(?:"((?:[^"]|"")*)"|([^,]*))(?:,\s*|$)/g,
  )) {
    const value = quoted?.replaceAll('""', '"') ?? plain?.trim()
    if (key !== undefined && value !== undefined) parts.set(key.toUpperCase(), value)
  }
  return parts
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The path goes by the environment: no text from anywhere becomes part of the command. */
const command = [
  '$ErrorActionPreference = "Stop"',
  '[Console]::OutputEncoding = [Text.Encoding]::UTF8',
  '$s = Get-AuthenticodeSignature -LiteralPath $env:NAJVA_INSTALLER',
  '@{ Status = [int]$s.Status; Path = $s.Path; Subject = $s.SignerCertificate.Subject } | ConvertTo-Json -Compress',
].join('; ')

/** Runs a program of Windows: what it wrote, or null where it could not be run, took too long or ended badly. */
export type RunProgram = (
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
) => Promise<string | null>

/** Answers as electron-updater's `verifyUpdateCodeSignature`: null for good, else why not. Never throws. */
export async function checkCodeSignature(
  publishers: readonly string[],
  path: string,
  run: RunProgram = runProgram,
): Promise<string | null> {
  const root = process.env.SystemRoot ?? 'C:\\Windows'
  const shell = win32.join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe')
  const words = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-Command', command]
  // An inherited module path can bring another shell's modules, which do not load.
  const output = await run(shell, words, { SystemRoot: root, NAJVA_INSTALLER: path })
  return output === null
    ? 'Windows could not be asked who signed the installer'
    : judgeSignature(output, path, publishers)
}

function runProgram(...[program, words, env]: Parameters<RunProgram>): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, words, { env, timeout: 20_000, windowsHide: true }, (error, stdout) => {
      resolve(error === null ? stdout : null)
    })
  })
}
