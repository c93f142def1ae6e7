/** The dry run of a template: what is wrong with it, what it would ask, what the CRM answers, and the card of that. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Clock } from '#contract/time'
import { toStoredCard } from '#main/crm/cache/importedCard'
import { toE164, toMainNumber } from '#main/crm/cache/numberKey'
import { openCommandRoute } from '#main/crm/commandLine/commandRoute'
import { explainCard } from '#main/crm/commandLine/explainCard'
import type { CrmConnector, SourceCard } from '#main/crm/connector/connector'
import type { CrmProblem } from '#main/crm/connector/crmAnswer'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import { toNumberValues } from '#main/crm/connectors/rest/askNumber'
import { toNumberForms } from '#main/crm/connectors/rest/numberForms'
import { createRestConnector } from '#main/crm/connectors/rest/restConnector'
import { readTemplate } from '#main/crm/connectors/rest/template/readTemplate'
import type { Template } from '#main/crm/connectors/rest/template/template'
import { toRequest } from '#main/crm/connectors/rest/toRequest'
import { formatMistakes, type LineOf, toLineOf } from '#main/crm/profile/yamlText'

export interface CheckOptions {
  readonly path: string
  /** As written; null looks at the template alone. */
  readonly number: string | null
  readonly page: boolean
  readonly secrets: CrmSecrets
  readonly keepSecrets: (changed: CrmSecrets) => void
  readonly clock: Clock
  readonly say: (line: string) => void
}

/** The exit code: 0 when all is well, 1 when something is not. */
export async function checkTemplate(options: CheckOptions): Promise<number> {
  const { path, number, page, secrets, keepSecrets, clock, say } = options
  const read = readTemplate(path)
  if (!read.ok) {
    say(formatMistakes(path, read.mistakes))
    return 1
  }
  const { template } = read
  const text = readFileSync(path, 'utf8')
  const checked: Checked = { ...options, template, lineOf: toLineOf(text), written: parse(text)?.card ?? {} }
  sayWhatIsThere(checked)
  if (number === null && !page) return 0
  const proxies = openCommandRoute()
  const opened = createRestConnector(template, secrets, { clock, keepSecrets, proxies })
  if (!opened.ok) return sayProblem(checked, opened.problem, 'signIn')
  try {
    const lookedUp = number === null ? 0 : await checkLookup(checked, opened.value, number)
    const paged = page ? await checkPage(checked, opened.value) : 0
    return Math.max(lookedUp, paged)
  } finally {
    await opened.value.close()
  }
}

interface Checked extends CheckOptions {
  readonly template: Template
  readonly lineOf: LineOf
  readonly written: Readonly<Record<string, unknown>>
}

function sayWhatIsThere({ template, say, path }: Checked): void {
  const { lookup, sync, write } = template
  const parts = [
    lookup === undefined ? 'no lookup' : 'lookup by number',
    sync === undefined ? 'no sync' : sync.delta === undefined ? 'full load' : 'full load and deltas',
    write === undefined ? 'no writing back' : 'writing back',
  ]
  say(`${path}: no mistakes. ${template.name}: ${parts.join(', ')}; signs in by ${template.signIn.kind}.`)
}

async function checkLookup(checked: Checked, connector: CrmConnector, number: string): Promise<number> {
  const { template, say } = checked
  const { lookup } = template
  if (lookup === undefined) {
    say('There is no lookup in the template to try the number with.')
    return 1
  }
  const e164 = toE164(toMainNumber(number), template.country ?? '')
  if (e164 === null) {
    say(
      `${number} is no telephone number${template.country === undefined ? '; write it with + and the country' : ''}.`,
    )
    return 1
  }
  const forms = toNumberForms(e164, template.country ?? null)
  for (const written of new Set(lookup.formats.map((format) => forms[format]))) {
    const { method, url, body } = toRequest(
      template.url,
      lookup.request,
      toNumberValues(forms, written),
      'lookup',
    )
    say(`Asks: ${method} ${url.href}${body === null ? '' : ` with ${body}`}`)
  }
  const answer = await connector.lookup(e164, new AbortController().signal)
  if (!answer.ok) return sayProblem(checked, answer.problem, 'lookup')
  say(answer.value.length === 0 ? 'Nobody has this number.' : `Found: ${answer.value.length}`)
  return sayCards(checked, answer.value)
}

async function checkPage(checked: Checked, connector: CrmConnector): Promise<number> {
  const { template, say } = checked
  if (template.sync === undefined) {
    say('There is no sync in the template to ask a page of.')
    return 1
  }
  const order = { kind: 'full', since: null, cursor: null } as const
  const page = await connector.page(order, new AbortController().signal)
  if (!page.ok) return sayProblem(checked, page.problem, 'sync')
  const { cards, next, total } = page.value
  say(
    `First page: ${cards.length} people of ${total ?? 'a number the CRM does not say'}; ${next === null ? 'it is the last' : 'there is a next one'}.`,
  )
  const refused = cards.filter(({ card }) => toStoredCard(card, template.country ?? '') === null).length
  if (refused > 0) say(`${refused} of them are no cards: without an id, or with a value of the wrong kind.`)
  return Math.max(refused > 0 ? 1 : 0, sayCards(checked, cards.slice(0, 1)))
}

function sayCards({ template, written, lineOf, say }: Checked, cards: readonly SourceCard[]): number {
  let code = 0
  for (const { card } of cards) {
    const stored = toStoredCard(card, template.country ?? '')
    if (stored === null) {
      say('  This person makes no card: an id is missing, or a value is of the wrong kind.')
      code = 1
    } else for (const line of explainCard(stored, written, lineOf)) say(line)
  }
  return code
}

/** `place` is the part of the template that has to do with it. */
function sayProblem({ path, lineOf, say }: Checked, problem: CrmProblem, place: string): number {
  const line = lineOf([place])
  say(`${path}${line === null ? '' : `:${line}`}: ${problem.kind}: ${problem.detail}`)
  if (problem.retryAfterMs !== null)
    say(`It wants to be left alone for ${Math.ceil(problem.retryAfterMs / 1000)} s.`)
  return 1
}
