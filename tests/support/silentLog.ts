/** A log that says nothing, for parts that want one. */
import { createLog } from '#main/desk/log'

export const silentLog = createLog({ folder: null, level: 'silent' })
