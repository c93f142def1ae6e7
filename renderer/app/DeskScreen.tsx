/** My desk: the status bar over three columns, phone, caller and queue, and notices at the foot. */
import styles from '#renderer/app/DeskScreen.module.css'
import { useRingingTitle } from '#renderer/app/useRingingTitle'
import { BreakState } from '#renderer/features/breaks/BreakState.tsx'
import { CallerPanel } from '#renderer/features/caller/CallerPanel.tsx'
import { HeadsetMark, useHeadsetWord } from '#renderer/features/headset/HeadsetMark.tsx'
import { HeadsetPanel } from '#renderer/features/headset/HeadsetPanel.tsx'
import { HelpPanel } from '#renderer/features/help/HelpPanel.tsx'
import { Leftovers } from '#renderer/features/leftovers/Leftovers.tsx'
import { MessageCards } from '#renderer/features/messages/MessageCards.tsx'
import { MonitoringPanel } from '#renderer/features/monitoring/MonitoringPanel.tsx'
import { ToldNotice } from '#renderer/features/monitoring/ToldNotice.tsx'
import { Notices } from '#renderer/features/notices/Notices.tsx'
import { PhonePanel } from '#renderer/features/phone/PhonePanel.tsx'
import { LanguageToggle } from '#renderer/features/preferences/LanguageToggle.tsx'
import { PersonMenu } from '#renderer/features/preferences/PersonMenu.tsx'
import { ThemeToggle } from '#renderer/features/preferences/ThemeToggle.tsx'
import { QueuePanel } from '#renderer/features/queue/QueuePanel.tsx'
import { CallRecord } from '#renderer/features/record/CallRecord.tsx'
import { IncomingCall } from '#renderer/features/ringing/IncomingCall.tsx'
import { SoundSettings } from '#renderer/features/sound/SoundSettings.tsx'
import { StatusBar } from '#renderer/features/status/StatusBar.tsx'

export function DeskScreen() {
  useRingingTitle()
  return (
    <div className={styles.desk}>
      <StatusBar beside={<BreakState />} tools={<Tools />} />
      <main className={styles.columns}>
        <PhonePanel />
        <div className={styles.centre}>
          <IncomingCall />
          <CallerPanel />
          <CallRecord />
          <Leftovers />
        </div>
        <QueuePanel>
          <HelpPanel />
          <MessageCards />
        </QueuePanel>
      </main>
      <ToldNotice />
      <MonitoringPanel />
      <Notices />
    </div>
  )
}

function Tools() {
  const headsetWord = useHeadsetWord()
  return (
    <>
      <SoundSettings mark={<HeadsetMark />} state={headsetWord}>
        <HeadsetPanel />
      </SoundSettings>
      <LanguageToggle />
      <ThemeToggle />
      <PersonMenu />
    </>
  )
}
