/** How this window's floor stands: at first as it was left, then as it is set here, and kept for the next start. */
import { useCallback, useMemo, useState } from 'react'
import { defaultSettings, type FloorView } from '#contract/settings'
import { useActions, useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'

export type ChangeFloorView = (change: Partial<FloorView>) => void

/** Two windows may stand on different tabs: what was set here is not changed by what is set there. */
export function useFloorView(): readonly [FloorView, ChangeFloorView] {
  const store = useDeskStore()
  const { changeSettings } = useActions()
  const kept = useDesk((model) => model.desk?.settings.floor ?? defaultSettings.floor)
  const [own, setOwn] = useState<Partial<FloorView>>({})
  const change = useCallback(
    (patch: Partial<FloorView>) => {
      setOwn((before) => ({ ...before, ...patch }))
      const last = store.getState().desk?.settings.floor ?? defaultSettings.floor
      void changeSettings({ floor: { ...last, ...patch } })
    },
    [store, changeSettings],
  )
  return [useMemo(() => ({ ...kept, ...own }), [kept, own]), change]
}
