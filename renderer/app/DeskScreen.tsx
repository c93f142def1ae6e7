/**
 * The desk: the status bar over three columns, phone, caller and queue, and notices at the foot. Supervisors have the floor
 * and the wallboard as tabs; the phone in a call, the card of a ringing one and the monitoring dock are on each of them.
 */
import { Contact } from 'lucide-react'
import { useState } from 'react'
import type { AgentId, CallId } from '#contract/ids'
import styles from '#renderer/app/DeskScreen.module.css'
import { FloorTab } from '#renderer/app/FloorTab.tsx'
import { PhoneColumn } from '#renderer/app/PhoneColumn.tsx'
import { RingingTitle } from '#renderer/app/RingingTitle'
import { type Tab, Tabs, toPanel } from '#renderer/app/Tabs.tsx'
import { BreakRequests } from '#renderer/features/breaks/BreakRequests.tsx'
import { BreakState } from '#renderer/features/breaks/BreakState.tsx'
import { CallerPanel } from '#renderer/features/caller/CallerPanel.tsx'
import { ContactImport } from '#renderer/features/contactImport/ContactImport.tsx'
import { LinkCallDialog } from '#renderer/features/dial/LinkCallDialog.tsx'
import { HeadsetMark, useHeadsetWord } from '#renderer/features/headset/HeadsetMark.tsx'
import { HeadsetPanel } from '#renderer/features/headset/HeadsetPanel.tsx'
import { HelpPanel } from '#renderer/features/help/HelpPanel.tsx'
import { Leftovers } from '#renderer/features/leftovers/Leftovers.tsx'
import { CoachButton } from '#renderer/features/messages/CoachButton.tsx'
import { MessageCards } from '#renderer/features/messages/MessageCards.tsx'
import { AuditLog } from '#renderer/features/monitoring/AuditLog.tsx'
import { MonitoringPanel } from '#renderer/features/monitoring/MonitoringPanel.tsx'
import { ShadowNotice } from '#renderer/features/monitoring/ShadowNotice.tsx'
import { ToldNotice } from '#renderer/features/monitoring/ToldNotice.tsx'
import { Notices } from '#renderer/features/notices/Notices.tsx'
import { CallRules } from '#renderer/features/phone/CallRules.tsx'
import { PopOutWhenField } from '#renderer/features/popOut/PopOutWhenField.tsx'
import { LanguageToggle } from '#renderer/features/preferences/LanguageToggle.tsx'
import { PageKeys } from '#renderer/features/preferences/PageKeys.tsx'
import { PersonMenu } from '#renderer/features/preferences/PersonMenu.tsx'
import { ThemeToggle } from '#renderer/features/preferences/ThemeToggle.tsx'
import { QueuePanel } from '#renderer/features/queue/QueuePanel.tsx'
import { CallRecord } from '#renderer/features/record/CallRecord.tsx'
import { IncomingCall } from '#renderer/features/ringing/IncomingCall.tsx'
import { SoundSettings } from '#renderer/features/sound/SoundSettings.tsx'
import { StatusBar } from '#renderer/features/status/StatusBar.tsx'
import { UpdateMark } from '#renderer/features/updates/UpdateMark.tsx'
import { Wallboard } from '#renderer/features/wallboard/Wallboard.tsx'
import { WriteBack } from '#renderer/features/writeBack/WriteBack.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { DeskModel } from '#renderer/state/deskModel'
import { useFloorView } from '#renderer/state/floor/floorView'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

export function DeskScreen() {
  const hasFloor = useDesk((model) => model.desk?.session != null && model.desk.session.role !== 'agent')
  const [{ tab: left }, onView] = useFloorView()
  const tab = hasFloor ? left : 'desk'
  const showsPhone = useDesk(isOnPhone) || tab === 'desk'
  return (
    <div className={styles.desk}>
      <RingingTitle />
      <StatusBar beside={<BreakState />} tools={<Tools />} />
      {hasFloor && <Tabs tab={tab} onTab={(next) => onView({ tab: next })} tools={<FloorTools />} />}
      <main className={styles.columns} data-tab={tab} data-phone={showsPhone}>
        {showsPhone && (
          <div className={styles.phone}>
            <PhoneColumn />
            {tab !== 'desk' && <OpenCard onOpen={() => onView({ tab: 'desk' })} />}
          </div>
        )}
        <div className={styles.centre} {...(hasFloor ? toPanel(tab) : {})}>
          {/* An open dialog takes the page away from hand and ear; it leaves what is marked so. */}
          <div data-react-aria-top-layer>
            <IncomingCall />
          </div>
          <View tab={tab} />
        </div>
        {tab === 'desk' && (
          <QueuePanel>
            <HelpPanel />
            <MessageCards />
          </QueuePanel>
        )}
      </main>
      <LinkCallDialog />
      <PageKeys />
      <ToldNotice />
      <ShadowNotice />
      {tab !== 'desk' && (
        <div className={styles.messages}>
          <MessageCards />
        </div>
      )}
      {hasFloor && <MonitoringPanel coach={coach} />}
      <Notices />
    </div>
  )
}

const coach = (agentId: AgentId, callId: CallId) => <CoachButton agentId={agentId} callId={callId} />

/** In a call, or in its wrap-up. A ring has its own card: a column that appears then would move what is under the hand. */
function isOnPhone({ phone: { call }, me }: DeskModel): boolean {
  const isInCall = call !== null && call.state !== 'ringing' && call.state !== 'ended'
  return isInCall || me?.activity.kind === 'wrapUp'
}

function View({ tab }: { readonly tab: Tab }) {
  switch (tab) {
    case 'desk':
      return (
        <>
          <CallerPanel />
          <CallRecord />
          <Leftovers />
        </>
      )
    case 'floor':
      return <FloorTab />
    case 'wallboard':
      return <Wallboard />
  }
}

function OpenCard({ onOpen }: { readonly onOpen: () => void }) {
  const { t } = useI18n()
  return (
    <div className={styles.openCard}>
      <Button onClick={onOpen}>
        <Contact size={16} aria-hidden="true" />
        {t('floor.tabs.openCard')}
      </Button>
    </div>
  )
}

function FloorTools() {
  return (
    <>
      <BreakRequests />
      <AuditLog />
    </>
  )
}

function Tools() {
  const headsetWord = useHeadsetWord()
  const [isImporting, setImporting] = useState(false)
  return (
    <>
      <UpdateMark />
      <WriteBack />
      <ContactImport isOpen={isImporting} onOpenChange={setImporting} />
      <SoundSettings mark={<HeadsetMark />} state={headsetWord}>
        <HeadsetPanel />
        <CallRules />
        <PopOutWhenField />
      </SoundSettings>
      <LanguageToggle />
      <ThemeToggle />
      <PersonMenu onImport={() => setImporting(true)} />
    </>
  )
}
