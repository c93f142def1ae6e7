/** Fills the shipped Asterisk configuration in with the facts of one site. */
import type { QueueStrategy } from '#contract/queue'
import type { AsteriskSite, SitePerson, SiteQueue, SwitchTls } from '#gateway/provision/asteriskSite'
import { toMailbox, toMailboxLines, toVoicemailFile } from '#gateway/provision/mailboxes'
import { toWizardFiles, toWizardPerson } from '#gateway/provision/wizardFiles'

/** The shipped files, without their folder. */
export const templateNames = [
  'pjsip.conf',
  'manager.conf',
  'http.conf',
  'rtp.conf',
  'queues.conf',
  'extensions.conf',
] as const
export type TemplateName = (typeof templateNames)[number]

/** The file with the phones' passwords; only the switch may read it. */
export const peopleFile = 'najva_people.conf'

/** File name to content. `templates` holds every shipped file as it lies in `resources/asterisk`. */
export function renderSite(
  templates: Readonly<Record<TemplateName, string>>,
  site: AsteriskSite,
): Map<string, string> {
  const values = toValues(site)
  const files = new Map<string, string>()
  for (const name of templateNames) files.set(name, fillIn(templates[name], values))
  if (site.voicemail === true) files.set('voicemail.conf', toVoicemailFile(site.people, toSafeName))
  if (site.pjsip === 'none') files.delete('pjsip.conf')
  else files.set(peopleFile, toPeopleFile(site))
  if (site.pjsip === 'wizard') {
    for (const [name, text] of toWizardFiles(files.get('pjsip.conf') ?? '')) files.set(name, text)
  }
  return files
}

/** Throws for a place nobody fills: a half-made configuration must not reach a switch. */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`The configuration asks for ${name}, which is not known`)
    return value
  })
}

function toValues(site: AsteriskSite): Record<string, string> {
  const { manager, web, rtp, asteriskMajor } = site
  return {
    asteriskMajor: String(asteriskMajor),
    amiHost: manager.host,
    amiPort: String(manager.port),
    amiUser: manager.user,
    amiSecret: manager.secret,
    amiPermit: manager.permit,
    amiMultiple: toYesNo(manager.allowMultiple),
    amiTls: manager.tls === null ? noManagerTls : toTlsLines(manager.tls),
    wssBind: web.host.includes(':') ? `[${web.host}]` : web.host,
    httpEnabled: 'yes',
    httpHost: web.host,
    httpPort: String(web.port),
    httpSessions: String(web.maxSessions),
    httpTls: web.tls === null ? noWebTls : toTlsLines(web.tls),
    rtpStart: String(rtp.start),
    rtpEnd: String(rtp.end),
    queues: site.queues.map(toQueueSection).join('\n\n'),
    inbound: toInboundLines(site.queues),
    recorded: toRecordedLines(site.queues),
    queueOptions: toQueueOptions(asteriskMajor),
    people: site.people.map(toPersonLines).join('\n'),
    ...toDialValues(site),
    rescueQueue: toRescueQueue(asteriskMajor),
  }
}

/** What is dialled through the site's own context, and to voicemail. */
function toDialValues({ people, outboundContext, voicemail = false }: AsteriskSite) {
  const include = (context: string | null) => (context === null ? '' : `include => ${context}`)
  const isGated = outboundContext !== null && people.some(offersNumbers)
  return {
    outside: outboundContext ?? 'najva-outbound',
    outboundInclude: include(outboundContext),
    agentsOutboundInclude: include(isGated ? 'najva-outbound' : outboundContext),
    shownNumbers: people
      .filter(offersNumbers)
      .map(
        ({ extension, shownNumbers }) => `exten => e-${extension},1,Return(${shownNumbers?.join('&') ?? ''})`,
      )
      .join('\n'),
    mailboxInclude: voicemail ? 'include => najva-voicemail\ninclude => najva-mailbox' : '',
    voicemailInclude: include(voicemail ? 'najva-voicemail' : null),
    mailboxes: voicemail ? people.map(toMailboxLines).join('\n') : '',
  }
}

const offersNumbers = ({ shownNumbers }: SitePerson) => shownNumbers !== undefined && shownNumbers.length > 0

const toYesNo = (value: boolean) => (value ? 'yes' : 'no')

const noWebTls = '; No certificate is set: phones reach this switch only from this machine.'
const noManagerTls = '; `managerTls` in gateway.yaml opens a TLS port for a gateway on another machine.'

function toTlsLines(tls: SwitchTls): string {
  const host = tls.host.includes(':') ? `[${tls.host}]` : tls.host
  return [
    'tlsenable=yes',
    `tlsbindaddr=${host}:${tls.port}`,
    `tlscertfile=${tls.certFile}`,
    `tlsprivatekey=${tls.keyFile}`,
  ].join('\n')
}

const strategies: Readonly<Record<QueueStrategy, string>> = {
  'ring-all': 'ringall',
  'least-recent': 'leastrecent',
  'fewest-calls': 'fewestcalls',
  'round-robin-memory': 'rrmemory',
  random: 'random',
  linear: 'linear',
}

function toQueueSection(queue: SiteQueue): string {
  return [
    `[${queue.id}](najva-queue)`,
    `strategy=${strategies[queue.strategy]}`,
    `timeout=${queue.ringSeconds}`,
    `servicelevel=${queue.serviceLevelSeconds}`,
  ].join('\n')
}

function toInboundLines(queues: readonly SiteQueue[]): string {
  const lines = queues.flatMap((queue) =>
    queue.numbers.flatMap((number) => [
      `exten => ${number},1,Set(NAJVA_QUEUE=${queue.id})`,
      ` same => n,Set(NAJVA_MAX_WAIT=${queue.maxWaitSeconds ?? ''})`,
      ' same => n,Goto(najva-queue,start,1)',
    ]),
  )
  return lines.length === 0 ? '; No queue has a number of its own in gateway.yaml.' : lines.join('\n')
}

/** One extension for each queue whose calls are recorded, looked for by the queue's name. */
function toRecordedLines(queues: readonly SiteQueue[]): string {
  const lines = queues.flatMap(({ id, recorded }) => (recorded === true ? [`exten => ${id},1,Return()`] : []))
  return lines.length === 0 ? '; No queue is recorded in gateway.yaml.' : lines.join('\n')
}

/** b: the handler that names the call to the phone, since 18 and 20 had it in a late release only. */
function toQueueOptions(asteriskMajor: number): string {
  return asteriskMajor >= 21 ? 'b(najva-offer^queue^1)' : ''
}

/** `position` is the ninth argument since 21, which lost the one for macros, and the tenth before. */
function toRescueQueue(asteriskMajor: number): string {
  const between = asteriskMajor >= 21 ? 7 : 8
  return `Queue(\${DESK_RESCUE_QUEUE},${toQueueOptions(asteriskMajor)}${','.repeat(between)}1)`
}

function toPersonLines({ extension }: SitePerson): string {
  return `exten => ${extension},1,Dial(PJSIP/${extension},30)
 same => n,GotoIf($["\${DIALSTATUS}"="ANSWER" | "\${BLINDTRANSFER}"=""]?done)
 same => n,Set(__NAJVA_RETURNED=${extension})
 same => n,Goto(najva-return,s,1)
 same => n(done),Hangup()`
}

function toPeopleFile({ people, pjsip, voicemail = false }: AsteriskSite): string {
  const head = [
    '; The people of the centre and the passwords of their phones. Written by `npm run gateway -- provision`:',
    '; change people in gateway.yaml, not here. Only Asterisk may read this file.',
    '',
  ]
  const toText = (person: SitePerson) =>
    pjsip === 'wizard'
      ? toWizardPerson(person, toCallerId(person.name, person.extension), voicemail)
      : toPersonSections(person, voicemail)
  return [...head, ...people.map(toText)].join('\n')
}

function toPersonSections({ extension, name, sipPassword }: SitePerson, voicemail: boolean): string {
  return [
    `[${extension}](najva-phone)`,
    `aors=${extension}`,
    `auth=${extension}`,
    `callerid=${toCallerId(name, extension)}`,
    // Tells the phone what waits when it registers and at each change.
    ...(voicemail ? [`mailboxes=${toMailbox(extension)}`] : []),
    `[${extension}](najva-contact)`,
    `[${extension}](najva-login)`,
    `username=${extension}`,
    `password=${sipPassword}`,
    '',
  ].join('\n')
}

/** A name in a list with commas, where `|` and `=` mean something too. */
function toSafeName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters out is its purpose
  return name.replace(/[\u0000-\u001f\u007f,;|=\\]/g, ' ').trim()
}

/** A name cannot leave its line or its quotes: `;` begins a comment in Asterisk's files. */
export function toCallerId(name: string, extension: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters out is its purpose
  const safe = name.replace(/[\u0000-\u001f\u007f";<>\\]/g, ' ').trim()
  return `"${safe}" <${extension}>`
}
