/** A whole desk on a real disk, with pages that send files of people to it over the bridge's own calls. */
import { createRouterClient } from '@orpc/server'
import {
  type FileForm,
  guessedForm,
  type ImportStage,
  type ImportState,
  pieceBytes,
} from '#contract/contactImport'
import { noPolicy, type Policy } from '#contract/policy'
import type { Clock } from '#contract/time'
import { createDesk, type Desk } from '#main/desk/createDesk'
import { createScriptedGateway, type ScriptedGateway } from '#tests/main/desk/scriptedGateway'
import { createFakeHidTransport } from '#tests/support/fakeHidTransport'
import { realClock } from '#tests/support/realClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

export interface ImportRoomOptions {
  readonly folder?: TempFolder
  readonly policy?: Policy
  readonly clock?: Clock
}

export interface ImportRoom {
  readonly folder: TempFolder
  readonly gateway: ScriptedGateway
  readonly desk: Desk
  openPage(): ImportPage
  /** The folder stays where it is given. */
  close(keep?: boolean): Promise<void>
}

export async function openImportRoom(options: ImportRoomOptions = {}): Promise<ImportRoom> {
  const { folder = createTempFolder(), policy = noPolicy, clock = realClock } = options
  const gateway = await createScriptedGateway()
  let serial = 0
  const desk = createDesk({
    profileDir: folder.path,
    key: new Uint8Array(32).fill(7),
    gatewayUrl: gateway.url,
    cardSource: null,
    locale: null,
    policy,
    headsetTransport: createFakeHidTransport(),
    clock,
    random: () => 0.5,
    newId: () => `id-${++serial}`,
    log: silentLog,
  })
  const pages = new Set<ImportPage>()
  return {
    folder,
    gateway,
    desk,
    openPage() {
      const page = createImportPage(desk)
      pages.add(page)
      return page
    },
    async close(keep = false) {
      for (const page of pages) await page.leave()
      await desk.close()
      await gateway.close()
      if (!keep) folder.remove()
    },
  }
}

export type ImportPage = ReturnType<typeof createImportPage>

function createImportPage(desk: Desk) {
  const client = createRouterClient(desk.router, { context: desk.newContext() })
  const leaving = new AbortController()
  let state: ImportState | null = null
  const reading = (async () => {
    for await (const next of await client.contactImport.watch(null, { signal: leaving.signal })) state = next
  })().catch(() => undefined)

  const send = async (name: string, content: string | Uint8Array, modifiedAtMs = 1_700_000_000_000) => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content)
    const begun = await client.contactImport.begin({ name, size: bytes.length, modifiedAtMs })
    if (!begun.ok) return begun
    const { fileId } = begun.value
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes).toString('base64')
      const sent = await client.contactImport.send({ fileId, at, bytes: piece })
      if (!sent.ok) return sent
    }
    return begun
  }

  return {
    calls: client.contactImport,
    client,
    get state() {
      return state
    },
    get stage(): ImportStage | null {
      return state?.stage ?? null
    },
    send,
    /** Sends it and has it looked at. */
    async show(name: string, content: string | Uint8Array, form: FileForm = guessedForm) {
      const sent = await send(name, content)
      return sent.ok ? client.contactImport.look({ form, mapping: null }) : sent
    },
    async leave() {
      leaving.abort()
      await reading
    },
  }
}
