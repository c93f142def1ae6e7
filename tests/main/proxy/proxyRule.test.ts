/** Which way the system's words lead, and which realm a proxy asks for: every form we know, and what must not be believed. */
import { expect, test } from 'vitest'
import { parseBasicRealm, parseProxyList, readProxyVariables, toRealm } from '#main/desk/proxy/proxyRule'

test.each([
  ['DIRECT', ['direct']],
  ['PROXY proxy.corp:3128; DIRECT', ['http://proxy.corp:3128', 'direct']],
  ['HTTPS secure.corp:443;PROXY b:8080', ['https://secure.corp', 'http://b:8080']],
  ['SOCKS5 s:1080; PROXY b:8080', ['http://b:8080']],
  // Nothing that is spoken here: going straight would evade the rule.
  ['SOCKS5 s:1080', []],
  ['QUIC q:443', []],
  ['PROXY user:secret@proxy:3128', ['http://proxy:3128']],
  ['PROXY [2001:db8::1]:3128', ['http://[2001:db8::1]:3128']],
  ['PROXY', []],
  ['proxy nonsense nonsense', ['http://nonsense']],
  ['', []],
])('%s leads to %j', (answer, expected) => {
  expect(parseProxyList(answer).map((hop) => (hop.kind === 'direct' ? 'direct' : hop.proxy))).toEqual(
    expected,
  )
})

const env = {
  https_proxy: 'http://p:3128',
  HTTP_PROXY: 'plain:80',
  no_proxy: 'localhost, .inside.corp,one.corp:8443',
}

test.each([
  ['https://crm.example/', 'http://p:3128'],
  ['wss://gateway.example/wire', 'http://p:3128'],
  ['ws://gateway.example/wire', 'http://plain'],
  ['https://a.inside.corp/', 'direct'],
  ['https://inside.corp/', 'direct'],
  ['https://notinside.corp/', 'http://p:3128'],
  ['https://one.corp:8443/', 'direct'],
  ['https://one.corp/', 'http://p:3128'],
])('the variables lead %s by %s', (target, expected) => {
  const [hop] = readProxyVariables(env, new URL(target))
  expect(hop?.kind === 'proxy' ? hop.proxy : hop?.kind).toBe(expected)
})

test('no variable is straight, everything may be excepted, and a proxy that is not spoken here is no way', () => {
  const target = new URL('https://crm.example/')
  expect(readProxyVariables({}, target)).toEqual([{ kind: 'direct' }])
  expect(readProxyVariables({ ALL_PROXY: 'http://p:1', no_proxy: '*' }, target)).toEqual([{ kind: 'direct' }])
  expect(readProxyVariables({ all_proxy: 'socks5://p:1080' }, target)).toEqual([])
})

test.each([
  ['Basic realm="Corp net"', 'Corp net'],
  ['Negotiate, NTLM, Basic realm="a \\"b\\""', 'a "b"'],
  ['basic realm=plain', 'plain'],
  ['Basic charset="UTF-8", realm="Zürich"', 'Zürich'],
  ['Basic', ''],
  ['Negotiate', null],
  ['Digest realm="x", nonce="basic"', null],
  ['', null],
])('%s asks for the realm %j', (header, expected) => {
  expect(parseBasicRealm(header)).toBe(expected)
})

test('a realm is shown as text that neither turns nor hides anything', () => {
  expect(toRealm('a\u202eb\u0000c\u2066d')).toBe('abcd')
  expect(toRealm('x'.repeat(1000))).toHaveLength(200)
})
