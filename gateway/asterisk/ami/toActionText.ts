/** Writes actions so that no value, whatever it holds, can become another line. */

/** Values are told in order; a key may repeat (`Variable`). */
export type ActionFields = readonly (readonly [key: string, value: string | number | boolean])[]

/** Asterisk refuses longer lines and more of them (manager.c). */
export const maxLineBytes = 1022
const maxLines = 128

/** null when a line or the number of lines is more than Asterisk takes. */
export function toActionText(name: string, actionId: string, fields: ActionFields): string | null {
  const lines = [`Action: ${name}`, `ActionID: ${actionId}`]
  for (const [key, value] of fields) lines.push(`${key}: ${toValue(value)}`)
  if (lines.length >= maxLines || lines.some((line) => Buffer.byteLength(line) > maxLineBytes)) return null
  return `${lines.join('\r\n')}\r\n\r\n`
}

function toValue(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line end in a value would begin a line of its own
  return value.replace(/[\r\n\u0000]/g, '')
}
