/** Judges the dialplan: whether the gateway finds its places, and what an agent's phone could reach. */
import type { Finding } from '#gateway/commandLine/check/judgeSite'
import type { DialplanLine, SiteFacts } from '#gateway/commandLine/check/siteFacts'
import type { SiteFile } from '#gateway/commandLine/siteFile'

/** The gateway's own places: the context, and what it sends calls to there. */
const neededPlaces: Readonly<Record<string, readonly string[]>> = {
  'desk-leg': ['idle', 'spy', 'join'],
  'desk-xfer': ['leg', 'queue'],
  'desk-park': ['hold'],
}
/** The same where the site has calls joined on the switch. */
const conferencePlaces: Readonly<Record<string, readonly string[]>> = { 'najva-conference': ['join'] }
/** Whatever the site says, no phone may reach them. */
const ownContexts = [...Object.keys(neededPlaces), ...Object.keys(conferencePlaces)]

const placesOf = ({ asterisk }: SiteFile) =>
  asterisk.conference ? { ...neededPlaces, ...conferencePlaces } : neededPlaces

/** Applications no agent's phone may reach, and what they let one do. */
const forbidden: Readonly<Record<string, string>> = {
  ChanSpy: 'listen to calls',
  ExtenSpy: 'listen to calls',
  Pickup: 'take calls of others',
  AddQueueMember: 'join queues past the gateway',
  RemoveQueueMember: 'leave queues past the gateway',
  PauseQueueMember: 'pause past the gateway',
  UnpauseQueueMember: 'end a pause past the gateway',
  System: 'run programs on the switch',
  TrySystem: 'run programs on the switch',
}

export function judgeDialplan(site: SiteFile, { dialplan, phones, version }: SiteFacts): Finding[] {
  if (dialplan.length === 0) {
    return [
      { level: 'missing', text: 'The dialplan cannot be read (class reporting), so it was not checked.' },
    ]
  }
  const contexts = new Set(dialplan.map(({ context }) => context))
  const places = placesOf(site)
  const absent = Object.keys(places).filter((context) => !contexts.has(context))
  const start = new Set(
    [...phones.values()]
      .flatMap(({ context, transferContext }) => [context, transferContext])
      .filter((context) => context !== ''),
  )
  const reached = reach(dialplan, start)
  return [
    ...absent.map(
      (context): Finding => ({
        level: 'missing',
        text: `The dialplan has no [${context}]: include extensions.conf of \`provision\`.`,
      }),
    ),
    ...judgePlaces(places, dialplan, contexts),
    ...judgeReached(dialplan, reached),
    ...judgePosition(dialplan, version?.major ?? null),
  ]
}

/** A context of an earlier release, or one that was changed by hand. */
function judgePlaces(
  places: Readonly<Record<string, readonly string[]>>,
  dialplan: readonly DialplanLine[],
  contexts: ReadonlySet<string>,
): Finding[] {
  const there = new Set(dialplan.map(({ context, extension }) => `${context} ${extension}`))
  return Object.entries(places).flatMap(([context, extensions]): Finding[] => {
    const absent = extensions.filter((extension) => !there.has(`${context} ${extension}`))
    if (!contexts.has(context) || absent.length === 0) return []
    const text = `The dialplan's [${context}] has no ${absent.join(', ')}, so supervisors' calls can be lost.`
    return [{ level: 'missing', text: `${text} Take extensions.conf of \`provision\` anew.` }]
  })
}

/** Where phones dial out when the site offers numbers to show: it goes on to the site's own context. */
const outboundGate = 'najva-outbound'

/** The contexts a phone that begins in one of `start` can dial or transfer into, through includes and our own gate. */
export function reach(dialplan: readonly DialplanLine[], start: ReadonlySet<string>): Set<string> {
  const reached = new Set(start)
  for (let before = -1; before !== reached.size; ) {
    before = reached.size
    for (const line of dialplan) {
      const next = line.includes !== '' ? line.includes : toGateTarget(line)
      if (next !== '' && reached.has(line.context)) reached.add(next)
    }
  }
  return reached
}

function toGateTarget({ context, application, appData }: DialplanLine): string {
  const [target = '', , priority] = appData.split(',')
  return context === outboundGate && application === 'Goto' && priority === '1' ? target : ''
}

function judgeReached(dialplan: readonly DialplanLine[], reached: ReadonlySet<string>): Finding[] {
  const findings = new Map<string, Finding>()
  for (const { context, extension, application } of dialplan) {
    const harm = forbidden[application]
    if (harm === undefined || !reached.has(context)) continue
    const text = `Agents can ${harm}: ${extension} in [${context}] runs ${application}.`
    findings.set(text, { level: 'danger', text })
  }
  for (const context of ownContexts) {
    if (!reached.has(context)) continue
    findings.set(context, { level: 'danger', text: `Agents reach [${context}], which is the gateway's own.` })
  }
  return [...findings.values()]
}

/** The line that saves a caller whose new phone vanished must name the position where this version looks for it. */
function judgePosition(dialplan: readonly DialplanLine[], major: number | null): Finding[] {
  if (major === null) return []
  const place = major >= 21 ? 9 : 10
  const wrong = dialplan.some(
    ({ context, application, appData }) =>
      context === 'desk-xfer' && application === 'Queue' && appData.split(',')[place - 1] !== '1',
  )
  if (!wrong) return []
  const text = `[desk-xfer] was made for another version: Asterisk ${major} takes the position as argument ${place}.`
  return [{ level: 'danger', text: `${text} Run \`npm run gateway -- provision\` again.` }]
}
