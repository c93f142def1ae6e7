/** Puts the phone together: the call in focus, the other calls, transfers, the dialler and the history. */
import { Dialler } from '#renderer/features/dial/Dialler.tsx'
import { TransferPanel } from '#renderer/features/dial/TransferPanel.tsx'
import { CallHistory } from '#renderer/features/history/CallHistory.tsx'
import { Consultation } from '#renderer/features/lines/Consultation.tsx'
import { OtherLines } from '#renderer/features/lines/OtherLines.tsx'
import { TransferState } from '#renderer/features/lines/TransferState.tsx'
import { PhonePanel } from '#renderer/features/phone/PhonePanel.tsx'
import type { PhoneCall } from '#renderer/state/deskModel'

const panels = {
  transfer: (close: () => void) => <TransferPanel onClose={close} />,
  addCall: (close: () => void) => <Dialler hasFocus onDialled={close} />,
}

export function PhoneColumn() {
  return (
    <PhonePanel
      panels={panels}
      notice={toNotice}
      lines={<OtherLines />}
      dialler={<Dialler history={(text) => <CallHistory text={text} />} />}
    />
  )
}

function toNotice(call: PhoneCall) {
  return (
    <>
      <TransferState call={call} />
      <Consultation call={call} />
    </>
  )
}
