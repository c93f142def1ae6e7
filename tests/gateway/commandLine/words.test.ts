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
  })
  expect(readWords(['provision', '--asterisk', '20', '--rotate'], '/here')).toMatchObject({
    command: 'provision',
    asterisk: 20,
    rotate: true,
  })
  expect(readWords(['check', '--help'], '/here')).toMatchObject({ command: 'help' })
})

test.each([
  [['chekc'], /no command chekc/],
  [['check', 'more'], /no command check more/],
  [['--asterisk', '12'], /18 to 23/],
  [['--configs', 'x'], /--configs/],
])('%j is answered with a sentence', (words, sentence) => {
  expect(readWords(words, '/here')).toMatch(sentence)
})
