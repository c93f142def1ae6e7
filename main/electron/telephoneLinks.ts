/** Hands the desk the links by which other programs ask for a call: of the command line, a second start, or macOS. */
import { app } from 'electron'
import type { ShellDesk } from '#main/desk/shellDesk'
import { findTelephoneLink, parseTelephoneLink, type TelephoneLink } from '#main/desk/telephoneLink'

export interface TelephoneLinks {
  /** Also what came before the desk was open. The function returned ends it. */
  handTo(shell: Pick<ShellDesk, 'askCall'>, show: () => void): () => void
}

const schemes = ['tel', 'callto', 'sip', 'najva']

/** Before the app is ready: macOS tells of a link that started the program before that. */
export function watchTelephoneLinks(words: readonly string[]): TelephoneLinks {
  let early: TelephoneLink | null = findTelephoneLink(words)
  let tell: (link: TelephoneLink) => void = (link) => {
    early ??= link
  }
  const take = (link: TelephoneLink | null): void => {
    if (link !== null) tell(link)
  }
  const onSecond = (_event: unknown, argv: string[]): void => take(findTelephoneLink(argv))
  const onUrl = (event: { preventDefault(): void }, url: string): void => {
    event.preventDefault()
    take(parseTelephoneLink(url))
  }
  app.on('second-instance', onSecond)
  app.on('open-url', onUrl)
  // On Windows the packages do not register them; on the other systems the package's own files do.
  if (app.isPackaged && process.platform === 'win32')
    for (const scheme of schemes) app.setAsDefaultProtocolClient(scheme)
  return {
    handTo(shell, show) {
      tell = (link) => {
        shell.askCall(link)
        show()
      }
      const first = early
      early = null
      if (first !== null) tell(first)
      return () => {
        app.off('second-instance', onSecond)
        app.off('open-url', onUrl)
      }
    },
  }
}
