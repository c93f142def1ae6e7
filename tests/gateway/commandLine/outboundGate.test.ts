/** The check looks through our own way out into the site's: what lies there is dialled by agents. */
import { expect, test } from 'vitest'
import { reach } from '#gateway/commandLine/check/judgeDialplan'

const line = (context: string, application: string, appData: string, includes = '') => ({
  context,
  extension: '_X.',
  application,
  appData,
  includes,
})

test('what the site has its people dial through is reached, and nothing that only looks like it', () => {
  const dialplan = [
    line('najva-agents', '', '', 'najva-outbound'),
    line('najva-outbound', 'Goto', 'show'),
    line('najva-outbound', 'Goto', `from-people,\${EXTEN},1`),
    line('from-people', '', '', 'codes'),
    line('najva-people', 'Goto', 'desk-leg,idle,1'),
  ]
  expect([...reach(dialplan, new Set(['najva-agents']))].sort()).toEqual([
    ...['codes', 'from-people', 'najva-agents', 'najva-outbound'],
  ])
})
