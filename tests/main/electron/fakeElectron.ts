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

export class FakeContents extends Teller {
  windowOpen: ((details: { url: string }) => { action: string }) | null = null
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.windowOpen = handler
  }
}

export const app = new Teller()
export const ipcMain = new Teller()
export const registered: unknown[] = []
export const protocol = { registerSchemesAsPrivileged: (schemes: unknown[]) => registered.push(...schemes) }
export const opened: FakeWindow[] = []

interface WindowOptions {
  readonly webPreferences: Readonly<Record<string, unknown>>
}

export class FakeWindow extends Teller {
  readonly options: WindowOptions
  address = ''
  constructor(options: WindowOptions) {
    super()
    this.options = options
    opened.push(this)
  }
  async loadURL(address: string) {
    this.address = address
  }
  show() {}
}
export const BrowserWindow = FakeWindow

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
}
