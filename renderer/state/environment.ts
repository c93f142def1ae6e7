/** What the desk needs of the world around it; a browser gives it, and so does a test. */
import type { Clock } from '#contract/time'
import type { Phone } from '#renderer/phone/phone'
import type { BridgeConnection } from '#renderer/state/bridgeConnection'
import type { HidLayout } from '#renderer/state/headset/hidLayouts'

export interface DeskEnvironment {
  /** The page is nothing but a wallboard: it asks for no phone. Absent for no. */
  readonly isWallboard?: boolean
  readonly clock: Clock
  /** From 0 up to but not including 1. */
  readonly random: () => number
  /** Rejects when the bridge cannot be opened now. */
  readonly openBridge: () => Promise<BridgeConnection>
  /** `report` receives every surprise of the phone. */
  readonly createPhone: (report: (error: unknown) => void) => Phone
  /** null where the browser cannot tell, or the person chose no device. To be called in the turn of a click. */
  readonly readHidLayout: (vendorId: number, productId: number) => Promise<HidLayout | null>
  /** The page was shown again, the machine woke from sleep, or it is in another network. */
  readonly onReturn: (listener: (cause: 'shown' | 'woken' | 'network') => void) => () => void
  /** The page is going away. */
  readonly onLeave: (listener: () => void) => () => void
  /** An error nobody caught. */
  readonly onSurprise: (listener: (error: unknown) => void) => () => void
  /** Has the browser ask before it closes the page, while the question answers true. */
  readonly holdWhile: (isUnsaved: () => boolean) => () => void
}
