/** Asks a switch which Asterisk it runs. */
import { randomUUID } from 'node:crypto'
import type { Clock } from '#contract/time'
import { type AmiConnection, openAmiConnection } from '#gateway/asterisk/ami/amiConnection'
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import type { AsteriskNode } from '#gateway/asterisk/createAsteriskLink'
import { SiteMistake } from '#gateway/commandLine/readSite'
import { type AsteriskVersion, parseVersion } from '#gateway/commandLine/version'

/** Rejects with `SiteMistake` when the switch cannot be reached, refuses the login or does not tell. */
export async function askVersion(node: AsteriskNode, clock: Clock): Promise<AsteriskVersion> {
  const connection = await logIn(node, clock, () => {})
  try {
    const answer = await connection.send('CoreSettings')
    const text = answer.ok ? (answer.value.response.get('AsteriskVersion') ?? '') : ''
    const version = parseVersion(text)
    if (version !== null) return version
    throw new SiteMistake(`${node.host} does not tell its version (class reporting); give --asterisk N.`)
  } finally {
    connection.close()
  }
}

/** A connection that is logged in. Rejects with `SiteMistake`. */
export function logIn(
  node: AsteriskNode,
  clock: Clock,
  onEvent: (event: AmiMessage) => void,
): Promise<AmiConnection> {
  const { host, port, tls, user, secret } = node
  const safe = tls === undefined ? null : { ca: tls.ca ?? null, serverName: tls.serverName ?? null }
  return new Promise((resolve, reject) => {
    const connection = openAmiConnection({
      address: { host, port, tls: safe },
      user,
      secret,
      clock,
      idPrefix: randomUUID(),
      onReady: () => resolve(connection),
      onEvent,
      onClosed: (failure) =>
        reject(new SiteMistake(toSentence(node, failure?.code ?? null, failure?.subject ?? ''))),
    })
  })
}

function toSentence({ host, port, user }: AsteriskNode, code: string | null, subject: string): string {
  const place = `${host}:${port}`
  if (code === 'wrong-password') {
    return `${place} refuses the login ${user}: the name, the secret or the permit line in manager.conf is wrong.`
  }
  if (code === 'timed-out') return `${place} does not answer. Is it Asterisk's manager port?`
  return `${place} cannot be reached (${subject}). Is Asterisk running, and manager.conf enabled?`
}
