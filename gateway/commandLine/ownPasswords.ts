/** Reads the phone passwords of a site that makes its pjsip endpoints itself: a line `extension = password` each. */
import { readText, SiteMistake } from '#gateway/commandLine/readSite'

/** Extension to password. Blank lines and those that begin with `;` or `#` are passed over. Throws `SiteMistake`. */
export function readOwnPasswords(path: string): Map<string, string> {
  const passwords = new Map<string, string>()
  for (const [index, line] of readText(path, 'The passwords of the phones').split(/\r?\n/).entries()) {
    const text = line.trim()
    if (text === '' || /^[;#]/.test(text)) continue
    const [, extension, password] = /^(\d{2,16})\s*=\s*(\S+)$/.exec(text) ?? []
    // Not the line itself: it may hold a password.
    const place = `${path}: line ${index + 1}`
    if (extension === undefined || password === undefined) {
      throw new SiteMistake(`${place} is not \`extension = password\``)
    }
    if (passwords.has(extension)) throw new SiteMistake(`${place}: ${extension} is there twice`)
    passwords.set(extension, password)
  }
  return passwords
}
