/** The centre the live benchmark plays: a thousand agents in fifty queues, half of them at desks. */

export const queueCount = 50
export const deskCount = 500
/** Members of the queues without a desk of ours: plain telephones. */
export const phoneCount = 500
export const waitingCount = 500
export const eventsPerSecond = 1000
/** Calls a second that come, are answered and end, each with about thirty events. The rest are device states. */
export const callsPerSecond = 12

export const queueName = (index: number): string => `queue${index % queueCount}`
export const deskExtension = (index: number): string => String(10_000 + index)
export const phoneExtension = (index: number): string => String(20_000 + index)

/** Everybody answers two queues. */
export const queuesOf = (index: number): [string, string] => [queueName(index), queueName(index * 7 + 3)]

/** A moment as digits a switch could show as a caller's number: hundredths of a millisecond. */
export function toStamp(): string {
  return String(Math.round((performance.timeOrigin + performance.now()) * 100))
}

/** Milliseconds since a stamp was written. */
export function sinceStampMs(stamp: string): number {
  return performance.timeOrigin + performance.now() - Number(stamp) / 100
}
