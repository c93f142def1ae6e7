/** `npm run gateway -- hash-password`: turns a password into the hash that may stand in gateway.yaml. */
import { SiteMistake } from '#gateway/commandLine/readSite'
import { hashPassword } from '#gateway/sessions/password'

/** Reads the first line of `input`; throws `SiteMistake` when it is empty. */
export async function hashPasswordCommand(
  input: AsyncIterable<unknown>,
  print: (line: string) => void,
): Promise<void> {
  let text = ''
  for await (const chunk of input) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  const password = text.split(/\r?\n/, 1)[0] ?? ''
  if (password === '') throw new SiteMistake('Give the password on standard input, one line.')
  print(await hashPassword(password))
}
