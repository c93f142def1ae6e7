/** Stands in for the `electron` module where its runtime is not there: keeps what it is told, and plays the system's part. */
import { EventEmitter } from 'node:events'

type Listener = (...args: never[]) => unknown

/** Anything that tells by events, and counts who listens. */
export class Teller extends EventEmitter {
  /** The listener for an event; throws when there is none or more than one. */
  only(event: string): Listener {
    const listeners = this.listeners(event)
    if (listeners.length !== 1) throw new Error(`${listeners.length} listen to ${event}`)
    return listeners[0] as Listener
  }
}

export interface FakeRequest {
  readonly url: string
  readonly method: string
}

export class FakeSession extends Teller {
  permissionCheck: Listener | null = null
  permissionRequest: Listener | null = null
  devicePermission: Listener | null = null
  displayMedia: unknown = 'not set'
  readonly handlers = new Map<string, (request: FakeRequest) => Response>()
  readonly protocol = {
    handle: (scheme: string, handler: (request: FakeRequest) => Response) => {
      this.handlers.set(scheme, handler)
    },
  }
  setPermissionCheckHandler(handler: Listener) {
    this.permissionCheck = handler
  }
  setPermissionRequestHandler(handler: Listener) {
    this.permissionRequest = handler
  }
  setDevicePermissionHandler(handler: Listener) {
    this.devicePermission = handler
  }
  setDisplayMediaRequestHandler(handler: unknown) {
    this.displayMedia = handler
  }
}

let lastContents = 0

export class FakeContents extends Teller {
  reload() {
    note('reload', null)
  }
  readonly id = ++lastContents
  windowOpen: ((details: { url: string }) => { action: string }) | null = null
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.windowOpen = handler
  }
}

export class FakeEvent {
  defaultPrevented = false
  preventDefault() {
    this.defaultPrevented = true
  }
}

export const asked: { readonly what: string; readonly with: unknown }[] = []
const note = (what: string, given: unknown): void => {
  asked.push({ what, with: given })
}

class FakeApp extends Teller {
  isPackaged = true
  /** Of macOS alone. */
  dock: { bounce(kind: string): number; cancelBounce(id: number): void } | undefined
  readonly paths: Record<string, string> = {}
  getPath(name: string) {
    return this.paths[name] ?? `/${name}`
  }
  setBadgeCount(count: number) {
    note('badge', count)
  }
  setAppUserModelId(id: string) {
    note('appId', id)
  }
  setLoginItemSettings(settings: unknown) {
    note('loginItem', settings)
  }
  setAsDefaultProtocolClient(scheme: string) {
    note('scheme', scheme)
  }
  relaunch() {
    note('relaunch', null)
  }
  exit(code: number) {
    note('exit', code)
  }
  quit() {
    note('quit', null)
    const event = new FakeEvent()
    this.emit('before-quit', event)
    if (!event.defaultPrevented) note('quits', null)
  }
}
export const app = new FakeApp()
export const ipcMain = new Teller()
export const registered: unknown[] = []
export const protocol = { registerSchemesAsPrivileged: (schemes: unknown[]) => registered.push(...schemes) }
export const opened: FakeWindow[] = []

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface WindowOptions extends Partial<Box> {
  readonly webPreferences: Readonly<Record<string, unknown>>
  readonly [option: string]: unknown
}

export class FakeWindow extends Teller {
  readonly options: WindowOptions
  readonly webContents = new FakeContents()
  address = ''
  isFocusedNow = false
  isShown = false
  isSmall = false
  isFull = false
  isGone = false
  bounds: Box = { x: 10, y: 20, width: 900, height: 700 }
  /** As they were last told: over all others, and on every desktop. */
  readonly over: unknown[] = []
  constructor(options: WindowOptions) {
    super()
    this.options = options
    this.bounds = { ...this.bounds, ...pickBox(options) }
    opened.push(this)
  }
  async loadURL(address: string) {
    this.address = address
  }
  show() {
    note('show', null)
    this.isShown = true
    this.focus()
  }
  showInactive() {
    note('showInactive', null)
    this.isShown = true
  }
  hide() {
    this.isShown = false
  }
  focus() {
    this.isFocusedNow = true
    this.emit('focus')
  }
  restore() {
    this.isSmall = false
  }
  maximize() {
    note('maximize', null)
  }
  setAlwaysOnTop(...how: unknown[]) {
    this.over.push(how)
  }
  setVisibleOnAllWorkspaces(...how: unknown[]) {
    this.over.push(how)
  }
  setBounds(bounds: Box) {
    if (this.isFull) throw new Error('A full-screen window cannot be moved')
    this.bounds = { ...this.bounds, ...bounds }
    this.emit('moved')
  }
  setFullScreen(on: boolean) {
    this.isFull = on
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen')
  }
  close() {
    const event = new FakeEvent()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy() {
    if (this.isGone) return
    this.isGone = true
    this.isShown = false
    this.webContents.emit('destroyed')
    this.emit('closed')
  }
  flashFrame(on: boolean) {
    note('flash', on)
  }
  isFocused() {
    return this.isFocusedNow
  }
  isVisible() {
    return this.isShown
  }
  isMinimized() {
    return this.isSmall
  }
  isFullScreen() {
    return this.isFull
  }
  isDestroyed() {
    return this.isGone
  }
  isMaximized() {
    return false
  }
  getBounds() {
    return this.bounds
  }
  getNormalBounds() {
    return this.bounds
  }
}

function pickBox({ x, y, width, height }: Partial<Box>): Partial<Box> {
  return {
    ...(x !== undefined && { x, y: y ?? 0 }),
    ...(width !== undefined && { width, height: height ?? 0 }),
  }
}
export const BrowserWindow = FakeWindow

export const trays: FakeTray[] = []
export class FakeTray extends Teller {
  image: unknown
  tip = ''
  menu: readonly MenuItem[] = []
  isGone = false
  constructor(image: unknown) {
    super()
    this.image = image
    trays.push(this)
  }
  setImage(image: unknown) {
    this.image = image
  }
  setToolTip(tip: string) {
    this.tip = tip
  }
  setContextMenu(menu: readonly MenuItem[]) {
    this.menu = menu
  }
  destroy() {
    this.isGone = true
  }
}
export const Tray = FakeTray

export interface MenuItem {
  readonly label?: string
  readonly type?: string
  readonly enabled?: boolean
  readonly click?: () => void
}
export const Menu = { buildFromTemplate: (items: readonly MenuItem[]) => items }
export class FakeImage {
  isTemplate = false
  readonly pixels: Buffer
  readonly size: object
  constructor(pixels: Buffer, size: object) {
    this.pixels = pixels
    this.size = size
  }
  setTemplateImage(isTemplate: boolean) {
    this.isTemplate = isTemplate
  }
}
export const nativeImage = {
  createFromBitmap: (pixels: Buffer, size: object) => new FakeImage(pixels, size),
}

export const notices: FakeNotice[] = []
export class FakeNotice extends Teller {
  readonly options: { readonly title: string; readonly body: string; readonly actions: { text: string }[] }
  state: 'new' | 'shown' | 'closed' = 'new'
  constructor(options: FakeNotice['options']) {
    super()
    this.options = options
    notices.push(this)
  }
  show() {
    this.state = 'shown'
  }
  close() {
    this.state = 'closed'
  }
}
export const Notification = FakeNotice

/** What is heard in every program; `taken`: another program has them. */
export const heard = new Map<string, () => void>()
export const taken = new Set<string>()
export const globalShortcut = {
  register(keys: string, task: () => void) {
    if (keys === 'throws') throw new TypeError('no such key')
    if (taken.has(keys) || heard.has(keys)) return false
    heard.set(keys, task)
    return true
  },
  unregister: (keys: string) => heard.delete(keys),
}
/** What was copied, and what is marked. */
export const texts = { copied: '', marked: '' }
export const clipboard = {
  readText: async () => texts.copied,
  selection: { readText: async () => texts.marked },
}
/** Turns text around: enough to see that it was not written as it is. */
export const safeStorage = {
  backend: 'gnome_libsecret',
  isThere: true,
  getSelectedStorageBackend: () => safeStorage.backend,
  isAsyncEncryptionAvailable: async () => safeStorage.isThere,
  encryptStringAsync: async (text: string) => Buffer.from([...text].reverse().join('')),
  decryptStringAsync: async (locked: Buffer) => ({
    result: [...locked.toString()].reverse().join(''),
    shouldReEncrypt: false,
  }),
}
export const powerMonitor = new Teller()
export const blockers = new Set<number>()
let lastBlocker = 0
export const powerSaveBlocker = {
  start(kind: string) {
    note('blocker', kind)
    lastBlocker += 1
    blockers.add(lastBlocker)
    return lastBlocker
  },
  stop: (id: number) => blockers.delete(id),
}
export interface FakeDisplay {
  readonly bounds: Box
  readonly workArea: Box
}
/** A display with a task bar of 40 pixels at its foot. */
export function toDisplay(x: number, y: number, width: number, height: number): FakeDisplay {
  return { bounds: { x, y, width, height }, workArea: { x, y, width, height: height - 40 } }
}
const firstDisplay: FakeDisplay = {
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1080 },
}
class FakeScreen extends Teller {
  pointer = { x: 5, y: 5 }
  displays: readonly FakeDisplay[] = [firstDisplay]
  getAllDisplays() {
    return this.displays
  }
  getCursorScreenPoint() {
    return this.pointer
  }
}
export const screen = new FakeScreen()
/** What the person answers to each question, by the button's place. */
export const answers: number[] = []
export const dialog = {
  async showMessageBox(_window: unknown, question: unknown) {
    note('question', question)
    return { response: answers.shift() ?? 0 }
  },
}

/** A port of a message channel; closed or started, as the bridge treats it. */
export class FakePort extends Teller {
  state: 'new' | 'started' | 'closed' = 'new'
  readonly sent: unknown[] = []
  start() {
    this.state = 'started'
  }
  close() {
    this.state = 'closed'
  }
  postMessage(message: unknown) {
    this.sent.push(message)
  }
}

export function forget(): void {
  app.removeAllListeners()
  ipcMain.removeAllListeners()
  registered.length = 0
  opened.length = 0
  powerMonitor.removeAllListeners()
  heard.clear()
  taken.clear()
  Object.assign(texts, { copied: '', marked: '' })
  screen.removeAllListeners()
  screen.displays = [firstDisplay]
  screen.pointer = { x: 5, y: 5 }
  app.dock = undefined
  blockers.clear()
  for (const list of [asked, trays, notices, answers]) list.length = 0
}
