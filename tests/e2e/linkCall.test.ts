/** A link of another program, on a whole desk: shown, confirmed, dialled by the page's own phone, and told back to the program. */
import { expect, test } from 'vitest'
import { parseTelephoneLink } from '#main/desk/telephoneLink'
import en from '#resources/locales/en.json' with { type: 'json' }
import { openOneDesk } from '#tests/e2e/oneDesk'

const soon = { timeout: 15_000, interval: 50 }
test('a link waits for the page, calls when it is confirmed, and the program knows of the call and its end', async () => {
  const { room, openPage } = await openOneDesk()
  const { shell, signs } = room.desk.desk
  const link = parseTelephoneLink('tel:+98%20912%20111%202233')
  if (link === null) throw new Error('The link was refused')
  // It started the program: no page is there yet.
  shell.askCall(link)
  const page = await openPage()
  const dialog = page.getByRole('dialog', { name: en['linkCall.title'] })
  await dialog.waitFor(soon)
  expect(await dialog.textContent()).toMatch(/912 111 2233/)
  expect(shell.phone.state).toBe('idle')
  const call = dialog.getByRole('button', { name: en['linkCall.call'], exact: true })
  await expect.poll(() => call.isEnabled(), soon).toBe(true)
  await call.click()
  await expect.poll(() => shell.phone.state, soon).toBe('inCall')
  await expect.poll(() => signs.current.presence, soon).not.toBe('available')
  shell.wish({ kind: 'hangUp' })
  await expect.poll(() => shell.phone.state, soon).toBe('idle')
}, 90_000)
