/** Writes what Asterisk is told of everybody's voicemail: the mailboxes, and what is dialled to reach them. */
import type { SitePerson } from '#gateway/provision/asteriskSite'

/** What leaves a message for an extension, as `contract/dialRules` has it. */
export const mailboxPattern = '*{extension}'
/** What plays one's own messages. */
export const ownMailbox = '*97'
/** The name Asterisk keeps the mailboxes under. */
const mailboxContext = 'najva'

export function toMailbox(extension: string): string {
  return `${extension}@${mailboxContext}`
}

/** voicemail.conf. Nobody is asked for a password: only a phone that has proved whose it is reaches its own mailbox. */
export function toVoicemailFile(people: readonly SitePerson[], toName: (name: string) => string): string {
  return [
    '; Everybody has a mailbox. Written by `npm run gateway -- provision`: change people in gateway.yaml, not here.',
    '',
    '[general]',
    'format=wav',
    "; Seconds; a message ends sooner after ten of silence, and one shorter than this is a caller's second thought.",
    'maxsecs=180',
    'minsecs=2',
    'maxsilence=10',
    'maxmsg=100',
    'review=no',
    'operator=no',
    '; What is heard stays in the mailbox, and counts as old.',
    'moveheard=yes',
    '',
    `[${mailboxContext}]`,
    ...people.map(({ extension, name }) => `${extension} => ,${toName(name)}`),
    '',
  ].join('\n')
}

/** What leaves a message for somebody. */
export function toMailboxLines({ extension }: SitePerson): string {
  const dialled = mailboxPattern.replace('{extension}', extension)
  return `exten => ${dialled},1,VoiceMail(${toMailbox(extension)},us)\n same => n,Hangup()`
}
