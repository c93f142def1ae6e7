/** Knows which phone stands for which extension, and until when (RFC 3261 section 10.3). */
import { type IncomingRequestMessage, NameAddrHeader, type URI } from 'sip.js/lib/core/index.js'
import type { Clock } from '#contract/time'

export interface Binding<Connection> {
  readonly connection: Connection
  /** Where INVITEs go. */
  readonly contact: URI
  readonly callId: string
  readonly sequence: number
  readonly expiresAtMs: number
}

export interface RegistrarAnswer {
  readonly statusCode: number
  readonly extraHeaders: string[]
}

export interface Registrar<Connection> {
  /** `extension` is who the sender has proved to be. */
  register(message: IncomingRequestMessage, extension: string, connection: Connection): RegistrarAnswer
  bindingOf(extension: string): Binding<Connection> | null
  /** A phone is not reached without its socket. */
  connectionClosed(connection: Connection): void
  close(): void
}

export interface RegistrarOptions {
  readonly clock: Clock
  readonly onRegistered: (extension: string, contact: URI) => void
  readonly onUnregistered: (extension: string) => void
}

/** Seconds. A shorter wish is refused (423), a longer one shortened. */
export const shortestExpires = 30
export const longestExpires = 3600
const defaultExpires = 300

/** Stands for `Contact: *`, all bindings of the extension. */
export const wildcardContact = 'sip:all@wildcard.invalid'

interface Held<Connection> extends Binding<Connection> {
  readonly cancelExpiry: () => void
}

export function createRegistrar<Connection>(options: RegistrarOptions): Registrar<Connection> {
  const bindings = new Map<string, Held<Connection>>()

  const drop = (extension: string) => {
    const held = bindings.get(extension)
    if (held === undefined) return
    held.cancelExpiry()
    bindings.delete(extension)
    options.onUnregistered(extension)
  }
  const bind = (extension: string, binding: Omit<Binding<Connection>, 'expiresAtMs'>, expires: number) => {
    const before = bindings.get(extension)
    before?.cancelExpiry()
    bindings.set(extension, {
      ...binding,
      expiresAtMs: options.clock.nowMs() + expires * 1000,
      cancelExpiry: options.clock.after(expires * 1000, () => drop(extension)),
    })
    if (before?.connection !== binding.connection) options.onRegistered(extension, binding.contact)
  }
  const listBinding = (extension: string): string[] => {
    const held = bindings.get(extension)
    if (held === undefined) return []
    const secondsLeft = Math.max(0, Math.ceil((held.expiresAtMs - options.clock.nowMs()) / 1000))
    return [`Contact: <${held.contact.toRaw()}>;expires=${secondsLeft}`]
  }

  return {
    register(message, extension, connection) {
      const wish = readWish(message)
      const held = bindings.get(extension)
      if (held?.callId === message.callId && message.cseq <= held.sequence) return refuse(500)
      if (wish.kind === 'refused') return wish.answer
      if (wish.kind === 'remove') {
        // A phone that was replaced must not sign the new one off.
        if (held?.connection === connection) drop(extension)
        return { statusCode: 200, extraHeaders: [] }
      }
      if (wish.kind === 'bind') {
        const { callId, cseq: sequence } = message
        bind(extension, { connection, contact: wish.contact, callId, sequence }, wish.expires)
      }
      return { statusCode: 200, extraHeaders: listBinding(extension) }
    },
    bindingOf: (extension) => bindings.get(extension) ?? null,
    connectionClosed(connection) {
      for (const [extension, held] of [...bindings]) if (held.connection === connection) drop(extension)
    },
    close() {
      for (const held of bindings.values()) held.cancelExpiry()
      bindings.clear()
    },
  }
}

type Wish =
  | { readonly kind: 'query' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'bind'; readonly contact: URI; readonly expires: number }
  | { readonly kind: 'refused'; readonly answer: RegistrarAnswer }

function readWish(message: IncomingRequestMessage): Wish {
  const header = message.getHeader('expires')
  if (header !== undefined && !/^\d{1,10}$/.test(header)) return { kind: 'refused', answer: refuse(400) }
  const raw = message.getHeaders('contact')
  if (raw.length === 0) return { kind: 'query' }
  const contact: unknown = message.parseHeader('contact')
  if (!(contact instanceof NameAddrHeader)) return { kind: 'refused', answer: refuse(400) }
  if (contact.uri.toString() === wildcardContact) {
    return header === '0' && raw.length === 1 ? { kind: 'remove' } : { kind: 'refused', answer: refuse(400) }
  }
  const expires = Number(contact.getParam('expires') ?? header ?? defaultExpires)
  if (!Number.isInteger(expires) || expires < 0) return { kind: 'refused', answer: refuse(400) }
  if (expires === 0) return { kind: 'remove' }
  if (expires < shortestExpires) {
    return {
      kind: 'refused',
      answer: { statusCode: 423, extraHeaders: [`Min-Expires: ${shortestExpires}`] },
    }
  }
  return { kind: 'bind', contact: contact.uri, expires: Math.min(expires, longestExpires) }
}

function refuse(statusCode: number): RegistrarAnswer {
  return { statusCode, extraHeaders: [] }
}
