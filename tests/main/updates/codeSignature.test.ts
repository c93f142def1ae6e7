/** Only a clear yes of Windows about the right file and the right signer is a yes. */
import { describe, expect, test } from 'vitest'
import { checkCodeSignature, judgeSignature, type RunProgram } from '#main/updates/codeSignature'

const path = 'C:\\Users\\Ä b\\Najva Setup 1.1.0.exe'
const subject = 'CN="Najva, Inc.", O=Najva GmbH & Co. Köln, C=IR'
const publishers = ['CN="Najva, Inc.", O=Najva GmbH & Co. Köln, C=IR', 'O=Najva New, CN=Najva New']
const say = (change: object): string => JSON.stringify({ Status: 0, Path: path, Subject: subject, ...change })

test.each([
  ['as published', {}],
  ['in another order', { Subject: 'C=IR, O=Najva GmbH & Co. Köln, CN="Najva, Inc."' }],
  ['by the certificate that comes next', { Subject: 'CN=Najva New, O=Najva New, L=Tehran' }],
  ['with another spelling of the same path', { Path: 'c:\\users\\ä b\\.\\Najva Setup 1.1.0.exe' }],
])('a valid signature %s is good', (_, change) => {
  expect(judgeSignature(say(change), path, publishers)).toBeNull()
})

test.each([
  ['nothing was said', ''],
  ['a page of text was said', 'Get-AuthenticodeSignature : not recognized'],
  ['the signature is not valid', say({ Status: 3 })],
  ['the status is a text', say({ Status: 'Valid' })],
  ['the path is missing', say({ Path: null })],
  ['the signer is missing', say({ Subject: null })],
  ['it is another file', say({ Path: 'C:\\Users\\Ä b\\other.exe' })],
  ['only the name is the same', say({ Subject: 'CN="Najva, Inc.", O=Somebody' })],
  ['the name hides in another part', say({ Subject: 'O="CN=Najva, Inc.", C=IR' })],
  ['it is signed by another', say({ Subject: 'CN=Another, O=Another, C=IR' })],
])('no when %s', (_, output) => {
  expect(judgeSignature(output, path, publishers)).toEqual(expect.any(String))
})

test('a common name alone, or no publisher at all, lets nobody in', () => {
  expect(judgeSignature(say({}), path, ['CN="Najva, Inc."'])).not.toBeNull()
  expect(judgeSignature(say({}), path, [''])).not.toBeNull()
  expect(judgeSignature(say({}), path, [])).not.toBeNull()
})

test('where Windows cannot be asked, the answer is no', async () => {
  expect(await checkCodeSignature(publishers, path)).toMatch(/could not be asked/)
})

describe('as Windows is asked', () => {
  const answer = (environment: Readonly<Record<string, string>>): string =>
    JSON.stringify({ Status: 0, Path: environment.NAJVA_INSTALLER, Subject: subject })

  test.each([
    path,
    'C:\\Users\\it\'s\\a".exe',
    'C:\\%PATH%\\$(calc);x.exe',
    'C:\\[a]`b\\نجوا.exe',
    'C:\\a & b\\c.exe',
  ])('no part of the path %s becomes part of the command', async (installer) => {
    const asked: Parameters<RunProgram>[] = []
    const run: RunProgram = async (...words) => {
      asked.push(words)
      return answer(words[2])
    }
    expect(await checkCodeSignature(publishers, installer, run)).toBeNull()
    await checkCodeSignature(publishers, 'other', run)
    const [first, second] = asked
    // The same words whatever the path; a path is taken as it is, without signs that stand for others.
    expect(first?.slice(0, 2)).toEqual(second?.slice(0, 2))
    expect(first?.[1].join(' ')).toContain('-LiteralPath $env:NAJVA_INSTALLER')
    expect(first?.[2].NAJVA_INSTALLER).toBe(installer)
  })

  test('it is the shell of the system itself, and no variable of the session reaches it', async () => {
    let environment: object = {}
    let program = ''
    await checkCodeSignature(publishers, path, async (shell, _, given) => {
      program = shell
      environment = given
      return ''
    })
    expect(program).toBe('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe')
    expect(environment).toEqual({ SystemRoot: 'C:\\Windows', NAJVA_INSTALLER: path })
  })

  test('a shell that ends badly, or too late, is a no', async () => {
    expect(await checkCodeSignature(publishers, path, async () => null)).toMatch(/could not be asked/)
  })
})
