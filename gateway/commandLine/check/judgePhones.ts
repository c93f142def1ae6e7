/** Judges the phones of a site's people as the switch has them. */
import type { Finding } from '#gateway/commandLine/check/judgeSite'
import type { PhoneFacts, SiteFacts } from '#gateway/commandLine/check/siteFacts'
import type { SiteFile } from '#gateway/commandLine/siteFile'

const isNo = (value: string) => value === 'false' || value === 'no' || value === '0'

interface Rule {
  readonly level: Finding['level']
  isBroken(phone: PhoneFacts): boolean
  /** After “Phone 1001”; several phones share one line. */
  readonly text: string
}

const rules: readonly Rule[] = [
  {
    level: 'missing',
    isBroken: (phone) => !phone.exists,
    text: 'unknown to the switch: run `npm run gateway -- provision` and include its files',
  },
  {
    level: 'missing',
    isBroken: (phone) => isNo(phone.webrtc),
    text: 'without webrtc=yes: a browser cannot talk to it',
  },
  {
    level: 'missing',
    isBroken: ({ allow }) => !/g722|ulaw|alaw/.test(allow),
    text: 'without g722, ulaw or alaw among its codecs',
  },
  {
    level: 'danger',
    isBroken: ({ allow }) => /opus/.test(allow),
    text: 'with opus: a caller does not hear a supervisor who barges in by ChanSpy; allow g722,ulaw',
  },
  {
    level: 'danger',
    isBroken: ({ maxContacts }) => maxContacts !== '1',
    text: 'with max_contacts other than 1: a queue may ring a page that is long closed',
  },
  {
    level: 'danger',
    isBroken: ({ removeExisting }) => isNo(removeExisting),
    text: 'without remove_existing=yes: a page that is opened anew cannot register',
  },
  {
    level: 'danger',
    isBroken: ({ directMedia }) => directMedia !== '' && !isNo(directMedia),
    text: 'with direct_media: its calls cannot be listened to',
  },
  {
    level: 'danger',
    isBroken: ({ rtpTimeout }) => rtpTimeout === '0',
    text: 'without rtp_timeout: a call whose page died stays up for ever in silence',
  },
]

export function judgePhones(site: SiteFile, { phones }: SiteFacts): Finding[] {
  if (site.people.length === 0) return []
  return rules.flatMap(({ level, isBroken, text }) => {
    const broken = [...phones].filter(([, phone]) => isJudged(phone, text) && isBroken(phone))
    if (broken.length === 0) return []
    return [{ level, text: `${toNames(broken.map(([extension]) => extension))} ${text}.` }]
  })
}

/** Of a phone the switch does not know there is one thing to say. */
function isJudged({ exists }: PhoneFacts, text: string): boolean {
  return exists || text.startsWith('unknown')
}

function toNames(extensions: readonly string[]): string {
  const [first = '', ...others] = extensions
  if (others.length === 0) return `Phone ${first} is`
  return `Phones ${first} and ${others.length} more are`
}
