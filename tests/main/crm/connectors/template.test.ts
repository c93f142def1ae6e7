/** Templates as people write them: what is wrong is told with its line, and nothing in one can run away. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { openConnector } from '#main/crm/connector/openConnector'
import { parseTemplate, readTemplate } from '#main/crm/connectors/rest/template/readTemplate'
import { formatMistakes } from '#main/crm/profile/yamlText'
import { toTemplate } from '#tests/support/crm/crmTemplate'
import { realClock } from '#tests/support/realClock'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
beforeEach(() => {
  folder = createTempFolder()
})
afterEach(() => folder.remove())

const good = `name: Our CRM
url: https://crm.example.com/api
signIn:
  kind: apiKey
  header: X-Key
lookup:
  request:
    path: people
    query:
      phone: '{number}'
  people: data[]
card:
  personId: id
  name: name
  numbers: phone
`

function complain(text: string): string {
  const answer = parseTemplate(text)
  return answer.ok ? 'nothing' : formatMistakes('crm.yaml', answer.mistakes)
}

test('the example a site begins with has no mistake', () => {
  expect(readTemplate(join(import.meta.dirname, '../../../../resources/crm/example.yaml'))).toMatchObject({
    ok: true,
  })
})

test('a good template has no mistake', () => {
  expect(complain(good)).toBe('nothing')
  expect(complain(stringify(toTemplate('https://crm.example.com/'), { aliasDuplicateObjects: false }))).toBe(
    'nothing',
  )
})

test.each([
  [
    'an unknown key',
    good.replace('people: data[]', 'peeple: data[]'),
    'crm.yaml:11: lookup: there is no peeple here',
  ],
  ['a wrong type', good.replace('path: people', 'path: [people]'), 'crm.yaml:8: lookup.request.path: '],
  [
    'a wrong kind of sign-in',
    good.replace('apiKey', 'handshake'),
    'crm.yaml:4: signIn.kind: kind is none, apiKey',
  ],
  [
    'no header for the key',
    good.replace('  header: X-Key\n', ''),
    'crm.yaml:3: signIn: needs header or query',
  ],
  [
    'a placeholder that is none',
    good.replace('{number}', '{phone}'),
    'crm.yaml:10: lookup.request.query.phone: there is no {phone} here',
  ],
  [
    'no number asked for',
    good.replace("'{number}'", 'x'),
    'crm.yaml:7: lookup.request: does not say which {number}',
  ],
  [
    'a path that is none',
    good.replace('data[]', 'data[x]'),
    'crm.yaml:11: lookup.people: "data[x]" is no path',
  ],
  ['a path into the prototype is just a name', good.replace('name: name', 'name: __proto__.x'), 'nothing'],
  [
    'another host as a path',
    good.replace('path: people', 'path: //evil.example/x'),
    'crm.yaml:8: lookup.request.path: a path below url',
  ],
  [
    'the same key twice',
    good.replace('  name: name', '  name: name\n  name: other'),
    'crm.yaml:15: Map keys must be unique',
  ],
  ['an anchor', good.replace('card:', 'card: &card'), 'crm.yaml:13: &card is an anchor'],
  ['an alias to itself', `${good}extra: &loop [*loop]\n`, '*loop refers to another place'],
  ['a tag of a language', good.replace('Our CRM', "!!js/function 'x'"), 'crm.yaml:1: Unresolved tag'],
  ['broken YAML', good.replace('lookup:', 'lookup: {'), 'crm.yaml:'],
  ['two documents', `${good}---\n${good}`, 'crm.yaml: has several documents'],
  ['nothing', '', 'crm.yaml: is empty'],
  ['a list', '- a\n- b\n', 'crm.yaml: '],
  ['no card', good.slice(0, good.indexOf('card:')), 'crm.yaml: card is missing'],
  [
    'a write without a key of its own',
    `${good}write:\n  request:\n    path: calls\n    body: { note: '{activity.note}' }\n`,
    'crm.yaml:16: write: does not send {activity.activityId}',
  ],
  [
    'a body without end',
    `${good}write:\n  request:\n    path: calls\n    body: ${'['.repeat(20)}${']'.repeat(20)}\n`,
    'a body has at most 12 levels',
  ],
])('%s is told with its line', (_, text, mistake) => {
  expect(complain(text)).toContain(mistake)
})

test('aliases of aliases, which would be a billion words, are refused before they are one', () => {
  const levels = Array.from({ length: 9 }, (_, index) => {
    const word = index === 0 ? 'lol' : `*a${index - 1}`
    return `a${index}: &a${index} [${Array.from({ length: 10 }, () => word).join(', ')}]`
  })
  expect(complain(`${levels.join('\n')}\n`)).toContain('is an anchor')
})

test('a hundred thousand brackets are too deep, and no crash', () => {
  expect(complain('['.repeat(100_000))).not.toBe('nothing')
  expect(complain(`a: ${'{b: '.repeat(20_000)}`)).not.toBe('nothing')
})

test('a file that is not there, or is no template by its size, is told', () => {
  expect(readTemplate(folder.file('none.yaml'))).toMatchObject({ ok: false })
  writeFileSync(folder.file('long.yaml'), `# ${'x'.repeat(300_000)}\n${good}`)
  expect(readTemplate(folder.file('long.yaml'))).toMatchObject({ ok: false })
})

test('a connector with a bad template says which line', () => {
  const templatePath = folder.file('crm.yaml')
  writeFileSync(templatePath, good.replace('people: data[]', 'peeple: data[]'))
  const opened = openConnector({ kind: 'rest', templatePath }, { apiKey: 'x' }, { clock: realClock })
  expect(opened).toMatchObject({ ok: false, problem: { kind: 'misconfigured' } })
  if (!opened.ok) expect(opened.problem.detail).toContain(':11: lookup: there is no peeple here')
})
