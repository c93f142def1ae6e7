/** Puts an error nobody expected into words for the log: never longer than the bridge takes. */

export interface SurpriseReport {
  readonly message: string
  readonly at: string
}

export function toReport(error: unknown): SurpriseReport {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const at = stack.split('\n').find((line) => line.trim().startsWith('at ')) ?? ''
  return { message: message.slice(0, 4000), at: at.trim().slice(0, 200) }
}
