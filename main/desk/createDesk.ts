/** Builds one desk from its profile and its gateway: every part is made here, and ended here. */

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { CrmMistake } from '#contract/crmSync'
import { noPolicy, type Policy } from '#contract/policy'
import type { Settings } from '#contract/settings'
import { defaultSiteSettings } from '#contract/siteSettings'
import type { Clock } from '#contract/time'
import { createCrmCache } from '#main/crm/cache/crmCache'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import { createVerdictStore } from '#main/crm/duplicates/verdictStore'
import { createCardPreparer } from '#main/crm/prefetch/cardPreparer'
import { keepImportMap } from '#main/crm/profile/importMaps'
import { type CardSource, toKeepRules } from '#main/crm/sync/cardSource'
import { createOutgoingStore } from '#main/crm/writeBack/outgoingStore'
import { createWriteBackDesk } from '#main/crm/writeBack/writeBackDesk'
import { type BridgeContext, type BridgeRouter, createBridgeRouter } from '#main/desk/bridgeRouter'
import { createImportDesk } from '#main/desk/contactImport/importDesk'
import { type CrashBook, createCrashBook } from '#main/desk/crashBook'
import { createSignKeeper, type SignKeeper } from '#main/desk/deskSigns'
import { createDuplicateDesk } from '#main/desk/duplicateDesk'
import { createForgetDesk } from '#main/desk/forgetPerson'
import { createGatewayLink } from '#main/desk/gateway/gatewayLink'
import { createHeadsetDesk, type HeadsetDesk } from '#main/desk/headsets'
import { createHistoryDesk } from '#main/desk/history/historyDesk'
import { createHistoryStore } from '#main/desk/history/historyStore'
import { createLitMarker } from '#main/desk/litMarker'
import type { Log } from '#main/desk/log'
import type { PageRole } from '#main/desk/pageRights'
import type { CrmCache, GatewayLink, SettingsStore } from '#main/desk/parts'
import { createSeatKeeper } from '#main/desk/phoneSeat'
import type { ProxyDesk } from '#main/desk/proxy/proxyDesk'
import { createReportLimit } from '#main/desk/reportLimit'
import { createShownLog } from '#main/desk/sensitive/shownLog'
import { createShownSender } from '#main/desk/sensitive/shownSender'
import { createSettingsStore } from '#main/desk/settingsStore'
import { createShellDesk, type ShellDesk } from '#main/desk/shellDesk'
import { createShortcutDesk, type ShortcutDesk } from '#main/desk/shortcutDesk'
import { createSupportDesk } from '#main/desk/support/supportDesk'
import { createWrapUpDesk } from '#main/desk/wrapUp/wrapUpDesk'
import { createWrapUpStore } from '#main/desk/wrapUp/wrapUpStore'
import { toSiteSettings } from '#main/policy/layers'
import { isTooOld } from '#main/updates/decideUpdate'
import { createDeskActivity } from '#main/updates/deskActivity'
import { createUpdateDesk, type UpdateDesk, type UpdateDeskOptions } from '#main/updates/updateDesk'
import type { HeadsetTransport } from '#native/transport'

export interface DeskOptions {
  /** An absolute folder of this desk's own. */
  readonly profileDir: string
  /** 32 bytes: locks the cache and what the agents wrote. */
  readonly key: Uint8Array
  /** Checked by `parseGatewayUrl`. */
  readonly gatewayUrl: URL
  /** Where the customers come from; null while the site has no source. */
  readonly cardSource: CardSource | null
  /** Where the settings of the CRM are wrong, for the page; absent where they are not. */
  readonly crmMistake?: CrmMistake | null
  /** Keeps what a CRM gave in place of the secrets of `cardSource`; they are lost with the desk when absent. */
  readonly keepSecrets?: (changed: CrmSecrets) => void
  /** `https://…` with `{callId}` in it, where the site lets the CRM link to recordings. */
  readonly recordingAddress?: string | null
  /** The language asked for at this start; null leaves the one in the settings. */
  readonly locale: Settings['locale'] | null
  /** What the organisation rules about this desk; nothing when absent. */
  readonly policy?: Policy
  /** How this copy of the program renews itself; it does not when absent. */
  readonly updates?: Pick<UpdateDeskOptions, 'updater' | 'off' | 'current' | 'site'>
  /** The way to the network; straight when absent. Closed by its owner. */
  readonly proxies?: ProxyDesk
  /** The way to USB headsets. */
  readonly headsetTransport: HeadsetTransport
  readonly clock: Clock
  readonly random: () => number
  readonly newId: () => string
  readonly log: Log
}

export interface Desk {
  readonly router: BridgeRouter
  readonly link: GatewayLink
  readonly cache: CrmCache
  readonly headsets: HeadsetDesk
  readonly updates: UpdateDesk
  readonly shell: ShellDesk
  readonly shortcuts: ShortcutDesk
  readonly crashes: CrashBook
  readonly signs: SignKeeper
  readonly settings: SettingsStore
  /** One for each page that connects; a desk's unless another role is named. */
  newContext(role?: PageRole): BridgeContext
  close(): Promise<void>
}

export function createDesk(options: DeskOptions): Desk {
  const { profileDir, key, clock, random, newId, log } = options
  const settings = createSettingsStore({
    path: join(profileDir, 'settings.json'),
    policy: options.policy ?? noPolicy,
    clock,
    log,
  })
  if (options.locale !== null) settings.change({ locale: options.locale })
  const cache = createCrmCache({
    path: join(profileDir, 'crm.db'),
    key,
    country: () => settings.current.country,
    source: options.cardSource,
    rules: toKeepRules(options.cardSource),
    mistake: options.crmMistake ?? null,
    ...(options.keepSecrets && { keepSecrets: options.keepSecrets }),
    proxies: options.proxies?.route,
    random,
    clock,
    log,
  })
  const { updates: renewal } = options
  const mustBe = renewal?.site.minimumVersion ?? ''
  const link = createGatewayLink({
    tooOldFor: renewal !== undefined && isTooOld(renewal.current, mustBe) ? mustBe : null,
    url: options.gatewayUrl,
    proxies: options.proxies?.route,
    clock,
    random,
    newId,
    log,
  })
  const hasCrm = options.cardSource?.kind === 'crm'
  const { writer } = cache
  const preparer = createCardPreparer({ cache, link, writer, clock, random, log })
  const wrapUps = createWrapUpDesk({
    link,
    clock,
    random,
    log,
    openStore: (agentId) =>
      createWrapUpStore({ path: toAgentFile(profileDir, agentId, 'db'), key, clock, log, hasCrm }),
  })
  const history = createHistoryDesk({
    link,
    cache,
    clock,
    openStore: (agentId) =>
      createHistoryStore({ path: toAgentFile(profileDir, agentId, 'calls.db'), key, clock, log }),
  })
  const writeBack = createWriteBackDesk({
    link,
    wrapUps,
    writer,
    findCall: (callId) => history.findCall(callId),
    recordingAddress: options.recordingAddress ?? null,
    openStore: (agentId) =>
      createOutgoingStore({ path: toAgentFile(profileDir, agentId, 'crm.db'), key, clock, log }),
    clock,
    random,
    log,
  })
  const shownLog = createShownLog({ path: join(profileDir, 'shown.db'), key, clock, log })
  const shownSender = createShownSender({ shownLog, link, clock, random, log })
  const forgetting = createForgetDesk({
    writer,
    wrapUps,
    history,
    agentsDir: join(profileDir, agentsFolder),
    openName: () => (wrapUps.current === null ? null : toAgentName(wrapUps.current.agentId)),
    key,
    clock,
    log,
  })
  const duplicates = createDuplicateDesk({
    cache,
    writer,
    verdicts: createVerdictStore({ path: join(profileDir, 'duplicates.db'), key, clock, log }),
  })
  const imports = createImportDesk({
    link,
    cache,
    files: cache.files,
    rule: toSiteSettings(options.policy ?? noPolicy).privacy.contactImport,
    keepMap(headings, mapping) {
      if (!keepImportMap(profileDir, key, headings, mapping)) log.warn('a mapping of columns is not kept')
    },
    newId,
    clock,
  })
  const nowMs = () => clock.nowMs()
  // Shared by all pages: one that connects anew each time must not write more for it.
  const mayReport = createReportLimit(nowMs, reportsPerMinute)
  const mayTellRefusal = createReportLimit(nowMs, 1)
  const seats = createSeatKeeper()
  const { confirmLinks } = toSiteSettings(options.policy ?? noPolicy).start
  const shell = createShellDesk({ seats, confirmLinks, clock })
  const shortcuts = createShortcutDesk(shell, process.platform)
  const signs = createSignKeeper({ link, history, settings, shell })
  const headsets = createHeadsetDesk({
    transport: options.headsetTransport,
    clock,
    settings,
    seats,
    link,
    litMarker: createLitMarker(join(profileDir, 'headset-lit'), log),
    log,
  })
  const activity = createDeskActivity(link, seats)
  const updates = createUpdateDesk({
    ...(options.updates ?? {
      updater: null,
      off: 'unpacked',
      current: '0.0.0',
      site: defaultSiteSettings.updates,
    }),
    notesPath: join(profileDir, 'updates.json'),
    activity: () => activity.current,
    onActivity: activity.onChange,
    clock,
    random,
    log,
  })
  const crashes = createCrashBook({
    path: join(profileDir, 'crashes.json'),
    version: () => updates.current.current,
    nowMs,
    log,
  })
  const support = createSupportDesk({
    crashes,
    link,
    cache,
    headsets,
    updates,
    policy: options.policy ?? noPolicy,
    logPath: join(profileDir, 'log/desk.log'),
    nowMs,
  })
  const router = createBridgeRouter({
    link,
    cache,
    settings,
    preparer,
    wrapUps,
    seats,
    headsets,
    history,
    forgetting,
    duplicates,
    imports,
    writeBack,
    shownLog,
    updates,
    shell,
    support,
    proxies: options.proxies?.signIn ?? null,
    shortcuts,
    newId,
    nowMs,
    log,
  })
  return {
    router,
    link,
    cache,
    headsets,
    updates,
    shell,
    shortcuts,
    crashes,
    signs,
    settings,
    newContext: (role = 'desk') => ({
      pageId: newId(),
      role,
      mayReport,
      tellRefusal(what) {
        if (mayTellRefusal()) log.warn({ what }, 'the bridge refused what a page sent')
      },
    }),
    async close() {
      updates.close()
      signs.close()
      shell.close()
      activity.close()
      await headsets.close()
      preparer.close()
      forgetting.close()
      duplicates.close()
      imports.close()
      writeBack.close()
      shownSender.close()
      shownLog.close()
      history.close()
      wrapUps.close()
      await link.close()
      settings.close()
      await cache.close()
    },
  }
}

const reportsPerMinute = 20

/** An agent's id may hold anything a file name may not. */
function toAgentFile(profileDir: string, agentId: string, ending: string): string {
  return join(profileDir, agentsFolder, `${toAgentName(agentId)}.${ending}`)
}

const agentsFolder = 'agents'

function toAgentName(agentId: string): string {
  return createHash('sha256').update(agentId).digest('hex').slice(0, 16)
}
