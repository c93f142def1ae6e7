/** The little of a logger the practice centre needs; a pino logger is one. */
export interface PracticeLog {
  info(bindings: object, message: string): void
  warn(bindings: object, message: string): void
}

export const silentLog: PracticeLog = { info() {}, warn() {} }
