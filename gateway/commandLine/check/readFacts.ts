/** Reads from a switch, with the gateway's own login and without changing anything, what a check judges. */
import { randomUUID } from 'node:crypto'
import type { Clock } from '#contract/time'
import type { AmiConnection } from '#gateway/asterisk/ami/amiConnection'
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import type { AsteriskNode } from '#gateway/asterisk/createAsteriskLink'
import { logIn } from '#gateway/commandLine/askVersion'
import type { DialplanLine, PhoneFacts, QueueFacts, SiteFacts } from '#gateway/commandLine/check/siteFacts'
import type { SiteFile } from '#gateway/commandLine/siteFile'
import { parseVersion } from '#gateway/commandLine/version'

/** Phones of a site are made from one template: a few tell about all. */
const maxPhones = 50
const echoWithinMs = 2000

/** Rejects with `SiteMistake` when the switch cannot be reached. */
export async function readFacts(site: SiteFile, node: AsteriskNode, clock: Clock): Promise<SiteFacts> {
  const echo = createEcho(clock)
  const connection = await logIn(node, clock, echo.hear)
  try {
    const settings = await connection.send('CoreSettings')
    const version = settings.ok ? (settings.value.response.get('AsteriskVersion') ?? '') : ''
    const clockApart = await echo.ask(connection)
    const phones = new Map<string, PhoneFacts>()
    for (const { extension } of site.people.slice(0, maxPhones)) {
      phones.set(extension, await readPhone(connection, extension))
    }
    return {
      version: parseVersion(version),
      actions: await readActions(connection),
      clockApartMs: clockApart.apartMs,
      hearsItself: clockApart.hasCome,
      queues: await readQueues(connection),
      phones,
      dialplan: await readDialplan(connection),
    }
  } finally {
    connection.close()
  }
}

/** Sends an event to ourselves: it proves the class, and its stamp tells the switch's clock. */
function createEcho(clock: Clock) {
  const token = randomUUID()
  let settle: (come: { hasCome: boolean; apartMs: number | null }) => void = () => {}
  return {
    hear(event: AmiMessage): void {
      if (event.name !== 'UserEvent' || event.get('Token') !== token) return
      const stamp = Number(event.get('Timestamp') ?? Number.NaN)
      settle({ hasCome: true, apartMs: Number.isFinite(stamp) ? stamp * 1000 - clock.nowMs() : null })
    },
    ask(connection: AmiConnection): Promise<{ hasCome: boolean; apartMs: number | null }> {
      return new Promise((resolve) => {
        settle = resolve
        clock.after(echoWithinMs, () => resolve({ hasCome: false, apartMs: null }))
        // A refusal is told by the silence that follows.
        void connection.send('UserEvent', [
          ['UserEvent', 'DeskCheck'],
          ['Token', token],
        ])
      })
    },
  }
}

async function readActions(connection: AmiConnection): Promise<Set<string>> {
  const answer = await connection.send('ListCommands')
  const fields = answer.ok ? answer.value.response.fields() : []
  return new Set(fields.map(({ key }) => key).filter((key) => key !== 'Response' && key !== 'ActionID'))
}

async function readQueues(connection: AmiConnection): Promise<Map<string, QueueFacts>> {
  const answer = await connection.send('QueueStatus', [], { isList: true })
  const queues = new Map<string, { ringInUse: string[] }>()
  for (const item of answer.ok ? answer.value.items : []) {
    const name = item.get('Queue') ?? ''
    if (item.name === 'QueueParams') queues.set(name, { ringInUse: [] })
    if (item.name !== 'QueueMember') continue
    const member = item.get('Location') ?? ''
    queues
      .get(name)
      ?.ringInUse.push(await getVariable(connection, `QUEUE_MEMBER(${name},ringinuse,${member})`))
  }
  return queues
}

async function readPhone(connection: AmiConnection, extension: string): Promise<PhoneFacts> {
  const endpoint = (field: string) => getVariable(connection, `PJSIP_ENDPOINT(${extension},${field})`)
  const contact = (field: string) => getVariable(connection, `PJSIP_AOR(${extension},${field})`)
  const context = await endpoint('context')
  return {
    exists: context !== '',
    context,
    // A variable that is set with `set_var` is read by its own name.
    transferContext: await endpoint('TRANSFER_CONTEXT'),
    allow: await endpoint('allow'),
    webrtc: await endpoint('webrtc'),
    directMedia: await endpoint('direct_media'),
    rtpTimeout: await endpoint('rtp_timeout'),
    maxContacts: await contact('max_contacts'),
    removeExisting: await contact('remove_existing'),
  }
}

/** Empty where the switch knows no such thing. */
async function getVariable(connection: AmiConnection, name: string): Promise<string> {
  const answer = await connection.send('Getvar', [['Variable', name]])
  return answer.ok ? (answer.value.response.get('Value') ?? '') : ''
}

async function readDialplan(connection: AmiConnection): Promise<DialplanLine[]> {
  const answer = await connection.send('ShowDialPlan', [], { isList: true, timeoutMs: 20_000 })
  const items = answer.ok ? answer.value.items : []
  return items.map((item) => ({
    context: item.get('Context') ?? '',
    extension: item.get('Extension') ?? '',
    application: item.get('Application') ?? '',
    appData: item.get('AppData') ?? '',
    includes: item.get('IncludeContext') ?? '',
  }))
}
