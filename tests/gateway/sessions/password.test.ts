/** Password hashes: of full strength, salted, and refused where they cannot be read. */
import { expect, test } from 'vitest'
import { createDecoyHash, hashPassword, verifyPassword } from '#gateway/sessions/password'

test('a hash knows its own password and no other, and is different each time', async () => {
  const hash = await hashPassword('گذرواژه 123')
  expect(hash).toMatch(/^scrypt\$32768\$8\$3\$/)
  expect(await verifyPassword('گذرواژه 123', hash)).toBe(true)
  expect(await verifyPassword('گذرواژه 124', hash)).toBe(false)
  expect(await hashPassword('گذرواژه 123')).not.toBe(hash)
})

test('a decoy has the strength of a real hash and matches nothing', async () => {
  expect(createDecoyHash()).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
  expect(await verifyPassword('', createDecoyHash())).toBe(false)
})

test.each(['', 'plain', 'scrypt$0$8$1$c2FsdA$a2V5', 'md5$16$1$1$c2FsdA$a2V5'])(
  '%j matches nothing',
  async (hash) => {
    expect(await verifyPassword('', hash)).toBe(false)
  },
)
