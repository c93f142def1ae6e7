/** What a person writes after `npm run gateway --`. */
import { expect, test } from 'vitest'
import { readWords } from '#gateway/commandLine/words'

test('without a command it serves, with paths from where the person stands', () => {
  expect(readWords(['--config', 'site.yaml'], '/here')).toEqual({
    command: 'serve',
    config: '/here/site.yaml',
    out: '/here/asterisk-files',
    asterisk: null,
    rotate: false,
    exportTo: null,
    format: 'csv',
    from: null,
    to: null,
  })
  expect(readWords(['provision', '--asterisk', '20', '--rotate'], '/here')).toMatchObject({
    command: 'provision',
    asterisk: 20,
    rotate: true,
  })
  expect(
    readWords(['audit', '--out', 'log.jsonl', '--format', 'jsonl', '--from', '2026-11-01'], '/here'),
  ).toMatchObject({
    command: 'audit',
    exportTo: '/here/log.jsonl',
    format: 'jsonl',
    from: '2026-11-01',
    to: null,
  })
  expect(readWords(['check', '--help'], '/here')).toMatchObject({ command: 'help' })
})

test.each([
  [['chekc'], /no command chekc/],
  [['check', 'more'], /no command check more/],
  [['--asterisk', '12'], /18 to 23/],
  [['--configs', 'x'], /--configs/],
  [['audit', '--out', 'log', '--format', 'xml'], /csv or jsonl, not "xml"/],
  [['audit', '--from', '2026-11-01'], /the file of --out/],
  [['provision', '--out', 'dir', '--to', '2026-11-01'], /what audit writes/],
])('%j is answered with a sentence', (words, sentence) => {
  expect(readWords(words, '/here')).toMatch(sentence)
})
