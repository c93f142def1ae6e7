/** The two levels of log that headsets write: changes of state, and what went wrong. */

/** Satisfied by a pino logger. */
export interface HeadsetLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}
