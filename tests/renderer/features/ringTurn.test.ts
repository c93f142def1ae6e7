/** What the turn of a ring draws: the card and the alert, and nothing else of the desk. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

test('the ring of a caller who was drawn before draws the card and the alert alone', async () => {
  const { page, show } = await browser.open('callerWaits')
  await page.addInitScript(watchDrawing)
  await page.reload()
  await page.locator('main').waitFor()
  await show('ringing')
  await page.getByRole('alertdialog').waitFor()
  const ring = await page.evaluateHandle(() => {
    const { phone, caller } = window.store.getState()
    return { call: phone.call, caller }
  })
  await show('callerWaits')
  const follows = page.getByRole('region', { name: 'Phone' })
  await follows.getByRole('combobox', { name: 'Name or number' }).waitFor()
  const drawn = await ring.evaluate(async ({ call, caller }) => {
    window.drawn.length = 0
    const { phone } = window.store.getState()
    // As the phone's flow tells it: the call, then its caller, in one turn.
    window.store.setState({ phone: { ...phone, call } })
    window.store.setState({ caller })
    await Promise.resolve()
    return [...window.drawn]
  })
  expect(drawn).toContain('the alert')
  expect(drawn).toContain('the card')
  expect(drawn.filter((where) => where !== 'the alert' && where !== 'the card')).toEqual([])
  // The phone's column follows a frame behind.
  await follows.locator('[data-state="ringing"]').waitFor()
  await page.close()
})

interface Fiber {
  readonly type: unknown
  readonly flags: number
  readonly stateNode: unknown
  readonly alternate: Fiber | null
  readonly child: Fiber | null
  readonly sibling: Fiber | null
}

declare global {
  interface Window {
    /** Where each component stands that was drawn, oldest first; one that shows nothing stands nowhere. */
    drawn: string[]
    store: {
      getState(): { readonly phone: { readonly call: unknown }; readonly caller: unknown }
      setState(part: object): void
    }
  }
}

/** Runs in the page ahead of its script: React tells its developer tools of each drawing, and marks who took part. */
function watchDrawing(): void {
  const performedWork = 1
  window.drawn = []
  const findElement = (fiber: Fiber | null): Element | null => {
    if (fiber === null) return null
    if (fiber.stateNode instanceof Element) return fiber.stateNode
    return findElement(fiber.child)
  }
  const toPlace = (element: Element): string => {
    if (element.closest('[role=alertdialog]') !== null) return 'the alert'
    if (element.closest('section')?.getAttribute('aria-label') === 'Caller') return 'the card'
    return element.outerHTML.slice(0, 80)
  }
  const look = (fiber: Fiber | null): void => {
    for (let next = fiber; next !== null; next = next.sibling) {
      const before = next.alternate
      const isDrawn = typeof next.type === 'function' && (next.flags & performedWork) !== 0
      const element = isDrawn ? findElement(next) : null
      if (element !== null) window.drawn.push(toPlace(element))
      // Where nothing was to be done, what is below is the very same.
      if (before === null || next.child !== before.child) look(next.child)
    }
  }
  Object.assign(window, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberUnmount: () => undefined,
      onPostCommitFiberRoot: () => undefined,
      onCommitFiberRoot: (_: number, root: { readonly current: Fiber }) => look(root.current),
    },
  })
}
