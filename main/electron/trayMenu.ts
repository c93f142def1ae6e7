/** Decides what the tray shows: a sign by shape and colour, its words, and what can be chosen there. Pure. */
import type { Presence } from '#contract/agent'
import type { ShellWish } from '#contract/shell'
import type { DeskSigns } from '#main/desk/deskSigns'
import type { ShellWords } from '#main/electron/shellWords'

export type TrayItem =
  | { readonly kind: 'line' }
  | { readonly kind: 'show' | 'quit'; readonly label: string }
  | { readonly kind: 'wish'; readonly label: string; readonly wish: ShellWish; readonly isEnabled: boolean }

export function toTrayTip(signs: DeskSigns, words: ShellWords): string {
  const { locale } = signs
  const state = words(locale, `presence.${signs.presence}`)
  return signs.isSignedIn ? words(locale, 'shell.tip', { state }) : words(locale, 'shell.tipSignedOut')
}

export function toTrayItems(signs: DeskSigns, words: ShellWords): TrayItem[] {
  const { locale, phone, pauseReasons } = signs
  const say = (key: string): string => words(locale, key)
  const isFree = phone.state === 'idle'
  const statuses: TrayItem[] = [
    wish(say('presence.available'), { kind: 'status', status: { kind: 'available' } }),
    ...pauseReasons.map(({ id, kind, label }) =>
      wish(label[locale] ?? label.en, { kind: 'status', status: { kind, reasonId: id } }),
    ),
  ]
  return [
    { kind: 'show', label: say('shell.show') },
    ...(phone.state === 'ringing'
      ? [wish(say('ringing.answer'), { kind: 'answer' }), wish(say('ringing.decline'), { kind: 'decline' })]
      : []),
    ...(signs.isSignedIn ? [{ kind: 'line' } as const, ...statuses, { kind: 'line' } as const] : []),
    ...(signs.isSignedIn ? [wish(say('person.signOut'), { kind: 'signOut' }, isFree)] : []),
    { kind: 'quit', label: say('shell.quit') },
  ]
}

function wish(label: string, asked: ShellWish, isEnabled = true): TrayItem {
  return { kind: 'wish', label, wish: asked, isEnabled }
}

type Shape = 'disc' | 'ring' | 'square' | 'bar'

/** Blue, green, red, as the screen has them; each state also has a shape of its own. */
const looks: Readonly<Record<'free' | 'busy' | 'away' | 'off', { shape: Shape; bgr: readonly number[] }>> = {
  free: { shape: 'disc', bgr: [0x4c, 0xa3, 0x2f] },
  busy: { shape: 'square', bgr: [0x35, 0x45, 0xd6] },
  away: { shape: 'bar', bgr: [0x1a, 0x8f, 0xe0] },
  off: { shape: 'ring', bgr: [0x90, 0x90, 0x90] },
}

function toLook(presence: Presence): keyof typeof looks {
  if (presence === 'available') return 'free'
  if (presence === 'offline') return 'off'
  return presence === 'break' || presence === 'notReady' ? 'away' : 'busy'
}

/** Pixels a side; drawn for twice the density. */
export const signSize = 32

/** Looked at so often across and down in each pixel, so that edges are smooth. */
const looksASide = 4

/** BGRA, row by row, each colour multiplied by its alpha, as Electron wants a bitmap. */
export function drawTraySign(presence: Presence): Buffer {
  const { shape, bgr } = looks[toLook(presence)]
  const pixels = Buffer.alloc(signSize * signSize * 4)
  for (let y = 0; y < signSize; y += 1)
    for (let x = 0; x < signSize; x += 1) {
      const alpha = toCover(shape, x, y)
      pixels.set([...bgr.map((value) => value * alpha), 0xff * alpha], (y * signSize + x) * 4)
    }
  return pixels
}

/** The sign of who is signed out tells nothing by its colour: a menu bar may paint it as its own signs. */
export function isPlainSign(presence: Presence): boolean {
  return toLook(presence) === 'off'
}

/** How much of a pixel lies within the shape, 0 to 1. */
function toCover(shape: Shape, x: number, y: number): number {
  const middle = signSize / 2
  let inside = 0
  for (let i = 0.5; i < looksASide; i += 1)
    for (let j = 0.5; j < looksASide; j += 1)
      if (isInside(shape, x + i / looksASide - middle, y + j / looksASide - middle)) inside += 1
  return inside / looksASide ** 2
}

function isInside(shape: Shape, x: number, y: number): boolean {
  const distance = Math.hypot(x, y)
  switch (shape) {
    case 'disc':
      return distance <= 13
    case 'ring':
      return distance <= 13 && distance >= 9
    case 'square':
      return Math.abs(x) <= 11 && Math.abs(y) <= 11
    case 'bar':
      return distance <= 13 && !(Math.abs(x) <= 8 && Math.abs(y) <= 3)
  }
}
