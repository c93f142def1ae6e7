/** The Electron shell's beginning: one instance, one window, the desk behind it. */
import { join } from 'node:path'
import { app, dialog, session } from 'electron'
import { type OpenedDesk, openDesk } from '#main/desk/openDesk'
import { readPageFiles } from '#main/desk/pageFiles'
import { createRealClock } from '#main/desk/realTime'
import { StartOptions } from '#main/desk/startOptions'
import { openAppUpdates } from '#main/electron/appUpdates'
import { endOnSurprise, watchCrashes } from '#main/electron/crashes'
import { openDesktop } from '#main/electron/desktop'
import { offerHeadsetLayouts } from '#main/electron/headsetLayouts'
import { loadKeychainKey } from '#main/electron/keychain'
import { servePageBridge } from '#main/electron/pageBridge'
import { registerPageScheme, servePage } from '#main/electron/pageProtocol'
import { guardRequests } from '#main/electron/pageRequests'
import { guardPermissions } from '#main/electron/permissions'
import { answerProxyLogins, readSystemProxies } from '#main/electron/proxies'
import { openProxyBox } from '#main/electron/proxyKeychain'
import { refuseWithoutSandbox } from '#main/electron/sandboxGuard'
import { readShellWords } from '#main/electron/shellWords'
import { keepShortcuts } from '#main/electron/shortcuts'
import { isStartOfSession, startAtLogin } from '#main/electron/startAtLogin'
import { watchTelephoneLinks } from '#main/electron/telephoneLinks'
import { lockNavigation, openDeskWindow } from '#main/electron/windows/deskWindow'
import { openPopOut } from '#main/electron/windows/popOut'
import { isCardEnough } from '#main/electron/windows/popOutPlace'
import { keepWallboard, type WallboardWindow } from '#main/electron/windows/wallboardWindow'
import { keepPlace, readPlace } from '#main/electron/windows/windowPlace'
import { createWindowRoles } from '#main/electron/windows/windowRoles'
import { loadProfileKey } from '#main/store/profileKey'

/** How `npm start` hands its options over. */
const optionsWord = '--najva-start='

/** A packed program has none: a link of another program, badly quoted, must not name the gateway people sign in at. */
function readStartOptions(): StartOptions {
  const word = app.isPackaged ? undefined : process.argv.find((each) => each.startsWith(optionsWord))
  return StartOptions.parse(word === undefined ? {} : JSON.parse(word.slice(optionsWord.length)))
}

async function openDeskHere(start: StartOptions): Promise<OpenedDesk | null> {
  const profileDir = app.getPath('userData')
  const answer = await openDesk({
    start,
    profileDir,
    resourcesDir: join(app.getAppPath(), 'resources'),
    openUpdates: openAppUpdates,
    openProxies: async (log) =>
      readSystemProxies(session.defaultSession, await openProxyBox(join(profileDir, 'proxies.locked'), log)),
    async loadKey(clock, log, site) {
      const kept = await loadKeychainKey(join(profileDir, 'key.locked'), log)
      // Without a keychain the key lies in a file of the owner's, as in the browser shell.
      return kept.ok || !site.privacy.plainKeyAllowed ? kept : loadProfileKey(join(profileDir, 'key'), clock)
    },
  })
  if (answer.ok) return answer.value
  dialog.showErrorBox('Najva', `${answer.failure.code} ${answer.failure.subject ?? ''}`.trim())
  return null
}

/** How long a start waits to hear whether what was fetched earlier may still be put in. */
const installLimitMs = 3000

async function run(): Promise<void> {
  const start = readStartOptions()
  if (start.profile !== null) app.setPath('userData', start.profile)
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  const words = readShellWords(join(app.getAppPath(), 'resources'))
  if (await refuseWithoutSandbox(words)) return
  const links = watchTelephoneLinks(process.argv)
  app.enableSandbox()
  registerPageScheme()
  const roles = createWindowRoles()
  let wallboard: WallboardWindow | null = null
  lockNavigation((asker) => {
    if (roles.of(asker.id) === 'desk') wallboard?.open()
  })
  await app.whenReady()
  guardPermissions(session.defaultSession, roles)
  const opened = await openDeskHere(start)
  if (opened === null) {
    app.exit(1)
    return
  }
  // Before anything is fetched: a proxy may ask at the first address.
  const clock = createRealClock()
  const stopLogins = answerProxyLogins(opened.proxies.signIn, clock)
  const stopSurprises = endOnSurprise(opened.desk.crashes, opened.log, () => process.uptime() * 1000)
  if (await opened.desk.updates.installEarlier(installLimitMs)) return
  opened.desk.updates.start()
  process.on('unhandledRejection', (cause) => opened.log.error({ err: cause }, 'a surprise'))
  offerHeadsetLayouts(session.defaultSession, opened.desk.headsets.wantsLayout)
  guardRequests(session.defaultSession, opened.connectTo)
  servePage(session.defaultSession, readPageFiles(join(app.getAppPath(), 'out/renderer')), opened.connectTo)
  const stopBridge = servePageBridge(opened.desk.router, opened.desk.newContext, roles, opened.log)
  const placePath = join(app.getPath('userData'), 'window.json')
  const preloadFolder = join(app.getAppPath(), 'out/preload')
  const window = openDeskWindow(preloadFolder, {
    place: readPlace(placePath),
    isQuiet: isStartOfSession(process.argv),
  })
  roles.give(window.webContents, 'desk')
  keepPlace(window, placePath, opened.log)
  startAtLogin(opened.site.start.atLogin, opened.log)
  const show = (): void => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  app.on('second-instance', show)
  // The sign in the dock of macOS is pressed.
  app.on('activate', show)
  const { settings } = opened.desk
  const hasCard = (): boolean => {
    const { platform, env: environment } = process
    const isAssisted = app.accessibilitySupportEnabled
    return settings.current.popOut !== 'never' && isCardEnough({ platform, environment, isAssisted })
  }
  const stopDesktop = openDesktop({ desk: opened.desk, window, words, show, hasCard })
  const path = (name: string): string => join(app.getPath('userData'), name)
  const side = { window, roles, preloadFolder, log: opened.log }
  const stopPopOut = openPopOut({ ...side, desk: opened.desk, path: path('card.json'), showDesk: show })
  wallboard = keepWallboard({ ...side, path: path('wallboard.json') })
  const stopLinks = links.handTo(opened.desk.shell, show)
  const { signs, shell, shortcuts, crashes } = opened.desk
  const { log } = opened
  const stopShortcuts = keepShortcuts({ signs, settings, shortcuts, show, log })
  const stopCrashes = watchCrashes({ window, crashes, shell, signs, words, nowMs: clock.nowMs, log })
  const close = once(async () => {
    stopLinks()
    stopShortcuts()
    stopCrashes()
    stopLogins()
    stopSurprises()
    wallboard?.close()
    stopPopOut()
    stopDesktop()
    stopBridge()
    await opened.close()
    app.exit(0)
  })
  app.on('window-all-closed', close)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, close)
  // `npm start` holds the other end of this channel: when it goes, so does the desk.
  process.on('disconnect', close)
}

/** Runs `task` at the first call only. */
function once(task: () => Promise<void>): () => void {
  let isCalled = false
  return () => {
    if (isCalled) return
    isCalled = true
    void task()
  }
}

// Not awaited here: Electron becomes ready only after this module has been read to its end.
run().catch((cause: unknown) => {
  dialog.showErrorBox('Najva', cause instanceof Error ? cause.message : String(cause))
  app.exit(1)
})
