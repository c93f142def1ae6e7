/** Tells Najva's own program from a browser: it has windows that a page may not open by itself. */
export function isInProgram(userAgent = navigator.userAgent): boolean {
  return userAgent.includes('Electron/')
}
