/** The gateway's log: one JSON line per change of state on standard output, with secrets and long numbers masked. */
import { type Logger, pino } from 'pino'

/** Keys whose values never reach a log, at the top or one level down. */
const secretKeys = ['password', 'secret', 'token', 'sip', 'authorization', 'key']

export function createGatewayLog(level: 'debug' | 'info' | 'warn' | 'error'): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: '[secret]' },
  })
}
