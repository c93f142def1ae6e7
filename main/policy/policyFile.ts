/** Reads a policy out of the file a Linux administrator keeps. */
import { z } from 'zod'
import type { RawPolicy } from '#main/policy/toPolicy'

/** It counts only while root owns it and nobody else may write it: a person must not rule themselves. */
export const linuxPolicyPath = '/etc/najva/policy.json'

const Entries = z.record(z.string(), z.unknown()).default({})
const PolicyFile = z.object({ defaults: Entries, enforced: Entries }).strict()

/** Pure: null when the text is not such a file. */
export function parsePolicyFile(file: Uint8Array): RawPolicy | null {
  try {
    return (
      PolicyFile.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file))).data ?? null
    )
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null
    throw error
  }
}
