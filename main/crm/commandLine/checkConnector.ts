/** Tries a CRM that needs no template of the site's: signs in, looks one caller up, and shows the card field by field. */
import type { CallerCard } from '#contract/callerCard'
import type { Clock } from '#contract/time'
import { toStoredCard } from '#main/crm/cache/importedCard'
import { toE164, toMainNumber } from '#main/crm/cache/numberKey'
import { openCommandRoute } from '#main/crm/commandLine/commandRoute'
import { explainFields } from '#main/crm/commandLine/explainCard'
import type { CrmConnector, SourceCard } from '#main/crm/connector/connector'
import type { CrmProblem } from '#main/crm/connector/crmAnswer'
import type { CrmConfig, CrmSecrets } from '#main/crm/connector/crmConfig'
import { openConnector } from '#main/crm/connector/openConnector'

export interface CheckConnectorOptions {
  readonly config: Exclude<CrmConfig, { kind: 'rest' }>
  /** ISO 3166 alpha-2, for numbers without their country; empty reads none of them. */
  readonly country: string
  /** As written; null asks about nobody. */
  readonly number: string | null
  readonly page: boolean
  readonly secrets: CrmSecrets
  readonly keepSecrets: (changed: CrmSecrets) => void
  readonly clock: Clock
  readonly say: (line: string) => void
}

/** The exit code: 0 when all is well, 1 when something is not. Nothing is written to the CRM. */
export async function checkConnector(options: CheckConnectorOptions): Promise<number> {
  const { config, number, page, secrets, keepSecrets, clock, say } = options
  const proxies = openCommandRoute()
  const opened = openConnector(config, secrets, { clock, keepSecrets, proxies })
  if (!opened.ok) return sayProblem(say, config.kind, opened.problem)
  const connector = opened.value
  try {
    say(`${config.kind}, ${config.url}: the settings can be used. ${toAbilities(connector)}.`)
    if (number === null && !page) {
      say('With --number it signs in and asks about one caller, with --page for the first people of all.')
      return 0
    }
    const lookedUp = number === null ? 0 : await checkLookup(options, connector, number)
    const paged = page ? await checkPage(options, connector) : 0
    return Math.max(lookedUp, paged)
  } finally {
    await connector.close()
  }
}

function toAbilities({ can }: CrmConnector): string {
  const sync = { none: 'no sync', full: 'full load', delta: 'full load and deltas' }[can.sync]
  return [
    can.lookup ? 'lookup by number' : 'no lookup',
    sync,
    can.write ? 'writing back' : 'no writing back',
  ].join(', ')
}

async function checkLookup(
  { config, country, say }: CheckConnectorOptions,
  connector: CrmConnector,
  number: string,
): Promise<number> {
  const e164 = toE164(toMainNumber(number), country)
  if (e164 === null) {
    say(`${number} is no telephone number${country === '' ? '; write it with + and the country' : ''}.`)
    return 1
  }
  const answer = await connector.lookup(e164, new AbortController().signal)
  if (!answer.ok) return sayProblem(say, config.kind, answer.problem)
  say('Signed in.')
  say(answer.value.length === 0 ? 'Nobody has this number.' : `Found: ${answer.value.length}`)
  return sayCards(say, country, answer.value)
}

async function checkPage(
  { config, country, say }: CheckConnectorOptions,
  connector: CrmConnector,
): Promise<number> {
  const order = { kind: 'full', since: null, cursor: null } as const
  const answer = await connector.page(order, new AbortController().signal)
  if (!answer.ok) return sayProblem(say, config.kind, answer.problem)
  const { cards, next, total } = answer.value
  say(
    `First page: ${cards.length} people of ${total ?? 'a number the CRM does not say'}; ${next === null ? 'it is the last' : 'there is a next one'}.`,
  )
  const refused = cards.filter(({ card }) => toStoredCard(card, country) === null).length
  if (refused > 0) say(`${refused} of them are no cards: without an id, or with a value of the wrong kind.`)
  return Math.max(refused > 0 ? 1 : 0, sayCards(say, country, cards.slice(0, 1)))
}

function sayCards(say: (line: string) => void, country: string, cards: readonly SourceCard[]): number {
  const stored = cards.map(({ card }) => toStoredCard(card, country))
  for (const card of stored) for (const line of toLines(card)) say(line)
  return stored.includes(null) ? 1 : 0
}

function toLines(card: CallerCard | null): string[] {
  return card === null
    ? ['  This person makes no card: an id is missing, or a value is of the wrong kind.']
    : explainFields(card)
}

function sayProblem(say: (line: string) => void, kind: string, problem: CrmProblem): number {
  say(`${kind}: ${problem.kind}: ${problem.detail}`)
  if (problem.kind === 'refused') say('Sign in again with: npm run crm -- sign-in')
  if (problem.retryAfterMs !== null)
    say(`It wants to be left alone for ${Math.ceil(problem.retryAfterMs / 1000)} s.`)
  return 1
}
