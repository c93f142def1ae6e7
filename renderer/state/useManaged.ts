/** Which settings the organisation has fixed: shown as they are, and not to be changed here. */
import { useDesk } from '#renderer/state/useDesk.tsx'

const none: readonly string[] = []

/** Told by key, for example `calls.lines`. */
export function useManaged(): (key: string) => boolean {
  const managed = useDesk((model) => model.desk?.managed ?? none)
  return (key) => managed.includes(key)
}
