/**
 * Opens the small window in which a browser shows the card: over all others where the browser has such windows (Document
 * Picture-in-Picture), otherwise an ordinary small one. Either is an empty page of our own that this page draws into: it
 * has no bridge and no script, and goes with this page.
 */

/** As in the program's own window. */
const size = { width: 380, height: 176 }

interface PictureInPicture {
  requestWindow(options: typeof size): Promise<Window>
}

/** In the turn of a click; null where the browser lets no window open. */
export async function openCardSpace(page: Window): Promise<Window | null> {
  const space = (await openAbove(page)) ?? openBeside(page)
  if (space === null) return null
  await dress(space.document, page.document)
  return space
}

async function openAbove(page: Window): Promise<Window | null> {
  const { documentPictureInPicture } = page as { documentPictureInPicture?: PictureInPicture }
  try {
    return (await documentPictureInPicture?.requestWindow(size)) ?? null
  } catch {
    // Forbidden here, for example by policy: an ordinary window may still be allowed.
    return null
  }
}

function openBeside(page: Window): Window | null {
  return page.open('', 'najva-card', `popup,width=${size.width},height=${size.height}`)
}

/** The page's own sheets, by their addresses: its policy lets no others in. Waits until they are there. */
async function dress(card: Document, page: Document): Promise<void> {
  const sheets = page.querySelectorAll<HTMLElement>('link[rel="stylesheet"], style')
  const copies = [...sheets].map((sheet) => card.importNode(sheet, true))
  const loaded = copies.map(waitForSheet)
  card.head.replaceChildren(...copies)
  card.body.replaceChildren()
  await Promise.all(loaded)
}

function waitForSheet(sheet: HTMLElement): Promise<void> {
  if (!(sheet.localName === 'link')) return Promise.resolve()
  // In a window of its own an address is read from that window's: it is said whole.
  sheet.setAttribute('href', new URL(sheet.getAttribute('href') ?? '', window.location.href).href)
  return new Promise((resolve) => {
    sheet.addEventListener('load', () => resolve(), { once: true })
    sheet.addEventListener('error', () => resolve(), { once: true })
  })
}
