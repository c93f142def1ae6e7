/** Puts the phone together: the call in focus, the other calls, transfers, the dialler and the history. */
import { Dialler } from '#renderer/features/dial/Dialler.tsx'
import { TransferPanel } from '#renderer/features/dial/TransferPanel.tsx'
import { CallHistory } from '#renderer/features/history/CallHistory.tsx'
import { Lamps } from '#renderer/features/lamps/Lamps.tsx'
import { Consultation } from '#renderer/features/lines/Consultation.tsx'
import { OtherLines } from '#renderer/features/lines/OtherLines.tsx'
import { TransferState } from '#renderer/features/lines/TransferState.tsx'
import { PhonePanel } from '#renderer/features/phone/PhonePanel.tsx'
import { PopOutButton } from '#renderer/features/popOut/PopOutButton.tsx'
import { MessageMark } from '#renderer/features/voicemail/MessageMark.tsx'
import type { PhoneCall } from '#renderer/state/deskModel'

const panels = {
  transfer: (close: () => void) => <TransferPanel onClose={close} />,
  addCall: (close: () => void) => <Dialler hasFocus onDialled={close} />,
}

// The same elements at every drawing: a call that rings does not draw them anew.
const messages = (
  <>
    <MessageMark />
    <PopOutButton />
  </>
)
const lamps = <Lamps />

export function PhoneColumn() {
  return (
    <PhonePanel
      panels={panels}
      notice={toNotice}
      messages={messages}
      lamps={lamps}
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
