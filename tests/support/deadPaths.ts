/** Another network, as far as this process can make one: every path sound took until now is dead, and new ones are not. */
import { Socket } from 'node:dgram'

export interface DeadPaths {
  /** Lets nothing through any more to or from the addresses that were heard until now; nobody is told. */
  kill(): void
  /** Gives the sockets of this process back as they were. */
  close(): void
}

/**
 * Watches every UDP socket of this process. The phone's addresses are known by what comes from them: a phone that looks
 * for a new way opens new ports, and these are let through.
 */
export function watchPaths(): DeadPaths {
  const heard = new Set<number>()
  const dead = new Set<number>()
  const { emit, send } = Socket.prototype
  Socket.prototype.emit = function (this: Socket, ...args: unknown[]) {
    const from = args[0] === 'message' ? (args[2] as { readonly port: number }).port : null
    if (from !== null && dead.has(from)) return true
    if (from !== null) heard.add(from)
    return (emit as (...all: unknown[]) => boolean).apply(this, args)
  } as typeof emit
  Socket.prototype.send = function (this: Socket, ...args: unknown[]) {
    const isLost = args.some((each) => typeof each === 'number' && dead.has(each))
    const told = args.findLast((each) => typeof each === 'function') as (() => void) | undefined
    if (isLost) told?.()
    else (send as (...all: unknown[]) => void).apply(this, args)
  } as typeof send
  return {
    kill() {
      for (const port of heard) dead.add(port)
    },
    close() {
      Socket.prototype.emit = emit
      Socket.prototype.send = send
    },
  }
}
