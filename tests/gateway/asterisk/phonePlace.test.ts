/** By which words of a switch one page is told from the next, in the orders they come in. */
import { expect, test } from 'vitest'
import { ami, kinds, openLive, until } from '#tests/gateway/asterisk/support/linkRoom'

const peer = (status: 'Reachable' | 'Unreachable') =>
  ami.event('PeerStatus', [
    ['ChannelType', 'PJSIP'],
    ['Peer', 'PJSIP/1101'],
    ['PeerStatus', status],
  ])
const contact = (status: string, uri: string) =>
  ami.event('ContactStatus', [
    ['URI', uri],
    ['ContactStatus', status],
    ['AOR', '1101'],
    ['EndpointName', '1101'],
  ])
const placeOf = (word: string, port = 5061) =>
  `sip:${word}@127.0.0.1:${port};transport=ws;x-ast-orig-host=x.invalid`

/** What is told of phones after the first reading, in order: `here PLACE` or `away`. */
async function told(tell: () => void): Promise<string[]> {
  const { events } = await openLive()
  tell()
  peer('Unreachable')
  await until(() => expect(kinds(events).at(-1)).toBe('phoneUnregistered'))
  const phones = events.flatMap((event) => {
    if (event.kind === 'phoneUnregistered') return ['away']
    return event.kind === 'phoneRegistered' ? [`here ${event.place ?? '-'}`] : []
  })
  return phones.slice(0, -1)
}

test('a page that is loaded anew has another place, whichever word comes first', async () => {
  const behind = () => {
    contact('NonQualified', placeOf('aaaa'))
    contact('Removed', placeOf('aaaa'))
    peer('Unreachable')
    peer('Reachable')
    contact('NonQualified', placeOf('bbbb', 5062))
  }
  expect(await told(behind)).toEqual(['here aaaa', 'away', 'here -', 'here bbbb'])
  const before = () => {
    peer('Unreachable')
    contact('Created', placeOf('cccc'))
    peer('Reachable')
  }
  expect(await told(before)).toEqual(['away', 'here cccc'])
})

test('a page that replaces another while that is still there is told of', async () => {
  const replace = () => {
    contact('Reachable', placeOf('aaaa'))
    contact('Created', placeOf('bbbb'))
    contact('Removed', placeOf('aaaa'))
  }
  expect(await told(replace)).toEqual(['here aaaa', 'here bbbb'])
})

test('the same page is told of once, whatever its address becomes', async () => {
  const refresh = () => {
    contact('Created', placeOf('aaaa'))
    contact('Updated', placeOf('aaaa'))
    contact('Reachable', placeOf('aaaa', 5070))
  }
  expect(await told(refresh)).toEqual(['here aaaa'])
})

test('a phone that calls itself by its extension, one of nobody, and words that are no address say nothing', async () => {
  const strange = () => {
    contact('Created', 'sip:1101@127.0.0.1:5060')
    contact('Unreachable', placeOf('aaaa'))
    contact('Created', '')
    contact('Created', 'sip:@x')
    contact('Created', `sip:${'x'.repeat(200)}@127.0.0.1`)
    ami.event('ContactStatus', [
      ['URI', placeOf('aaaa')],
      ['ContactStatus', 'Created'],
      ['EndpointName', 'trunk'],
    ])
    ami.event('ContactStatus', [['ContactStatus', 'Created']])
  }
  expect(await told(strange)).toEqual([])
})
