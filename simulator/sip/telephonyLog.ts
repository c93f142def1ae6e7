/** The little of a logger this room needs; a pino logger is one. */
export interface TelephonyLog {
  debug(bindings: object, message: string): void
  info(bindings: object, message: string): void
  warn(bindings: object, message: string): void
  error(bindings: object, message: string): void
}

export const silentLog: TelephonyLog = { debug() {}, info() {}, warn() {}, error() {} }
