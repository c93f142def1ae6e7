/** Proves that the command line is read as written down, and that nonsense is refused with the list of options. */
import { expect, test } from 'vitest'
import { parseStartOptions } from '#tools/startOptions.mjs'

test('every option is read, with its value apart or attached', () => {
  const words =
    '--shell browser --no-open --port=5000 --profile ./p --user demo --password-file f --role agent --locale fa --crm c.yaml --scenario demo --record r --seed=7'
  expect(parseStartOptions(words.split(' '))).toEqual({
    kind: 'start',
    options: {
      shell: 'browser',
      'no-open': true,
      port: '5000',
      profile: './p',
      user: 'demo',
      'password-file': 'f',
      role: 'agent',
      locale: 'fa',
      crm: 'c.yaml',
      scenario: 'demo',
      record: 'r',
      seed: '7',
    },
  })
  expect(parseStartOptions(['--gateway', 'wss://gateway.example/wire']).kind).toBe('start')
})

test.each([
  [['--nope'], 'There is no option --nope.'],
  [['nope'], 'There is no option nope.'],
  [['--constructor'], 'There is no option --constructor.'],
  [['--port'], '--port needs N.'],
  [['--port', '70000'], '--port needs N, not "70000".'],
  [['--no-open=yes'], '--no-open takes no value.'],
  [['--shell', 'window'], '--shell needs electron|browser, not "window".'],
  [['--locale', 'de'], '--locale needs en|fa, not "de".'],
  [['--scenario', '../x'], '--scenario needs NAME, not "../x".'],
  [['--shell', 'electron', '--no-open'], '--no-open serves the page to a browser'],
  [['--password-file', 'f'], '--password-file needs --user NAME.'],
  [['--gateway', 'wss://g.example', '--user', 'u'], '--user with --gateway needs --password-file'],
  [['--gateway', 'wss://g.example', '--seed', '1'], '--seed belongs to the practice centre'],
])('%j is refused', (words, sentence) => {
  const parsed = parseStartOptions(words)
  expect(parsed.kind).toBe('wrong')
  expect(parsed.kind === 'wrong' && parsed.text).toContain(sentence)
  expect(parsed.kind === 'wrong' && parsed.text).toContain('--password-file F')
})

test('help lists every option', () => {
  const parsed = parseStartOptions(['--port', '5000', '--help'])
  expect(parsed.kind === 'help' && parsed.text.split('\n').length).toBe(16)
})
