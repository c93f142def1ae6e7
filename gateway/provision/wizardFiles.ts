/** The phones' configuration in the words of Asterisk's pjsip wizard: one section a person instead of three. */
import type { SitePerson } from '#gateway/provision/asteriskSite'
import { toMailbox } from '#gateway/provision/mailboxes'

/** Which object of the wizard each template of the plain file becomes. */
const parts: Readonly<Record<string, string>> = {
  'najva-phone': 'endpoint',
  'najva-contact': 'aor',
  'najva-login': 'inbound_auth',
}

/**
 * `pjsip.conf` with only what is not of phones, and `pjsip_wizard.conf` with the templates, every setting and every
 * reason as in the plain file.
 */
export function toWizardFiles(pjsipConf: string): Map<string, string> {
  const lines = pjsipConf.split('\n')
  const start = lines.findIndex((line) => /^; -{20}/.test(line))
  if (start < 0) throw new Error('pjsip.conf does not show where its phones begin')
  const pointer = '; The phones are in pjsip_wizard.conf.'
  return new Map([
    ['pjsip.conf', [...lines.slice(0, start), pointer, ''].join('\n')],
    ['pjsip_wizard.conf', [...toTemplate(lines.slice(start)), ''].join('\n')],
  ])
}

function toTemplate(lines: readonly string[]): string[] {
  let part = ''
  return lines.flatMap((line) => {
    const section = /^\[([\w-]+)\]\(!\)$/.exec(line)?.[1]
    if (section !== undefined) {
      part = parts[section] ?? ''
      if (part === '') throw new Error(`The pjsip wizard has no place for ${section}`)
      return part === 'endpoint' ? wizardHead : []
    }
    if (line.startsWith('type=')) return []
    return /^\w+=/.test(line) ? [`${part}/${line}`] : [line]
  })
}

const wizardHead = ['[najva-phone](!)', 'type=wizard', 'accepts_registrations=yes', 'accepts_auth=yes']

/** `callerId` is safe to stand in a line. `voicemail`: whether they have a mailbox. */
export function toWizardPerson(
  { extension, sipPassword }: SitePerson,
  callerId: string,
  voicemail = false,
): string {
  return [
    `[${extension}](najva-phone)`,
    `endpoint/callerid=${callerId}`,
    ...(voicemail ? [`endpoint/mailboxes=${toMailbox(extension)}`] : []),
    `inbound_auth/username=${extension}`,
    `inbound_auth/password=${sipPassword}`,
    '',
  ].join('\n')
}
