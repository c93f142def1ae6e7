/** A manager port over real TCP that answers as a test says: a switch that can refuse, fall silent, vanish and flood. */
import { createServer, type Socket } from 'node:net'

export type Fields = readonly (readonly [string, string | number])[]

export interface ScriptedAmi {
  readonly port: number
  /** Items of each list action, by action name; QueueStatus, CoreShowChannels and the rest are empty at first. */
  readonly lists: Map<string, Fields[]>
  /** What is answered to an action instead of success: its error, or null for nothing at all. */
  readonly refusals: Map<string, string | null>
  /** Actions received, without the login and the readings. */
  readonly actions: { readonly name: string; readonly fields: ReadonlyMap<string, string> }[]
  readonly logins: number
  readonly readings: number
  secret: string
  /** While true nothing is answered and nothing closed, like a stopped process. */
  isSilent: boolean
  /** Whether the fence comes back; false for a login without read class user. */
  hasFence: boolean
  event(name: string, fields?: Fields): void
  raw(bytes: string | Uint8Array): void
  /** Cuts every connection. */
  cut(): void
  close(): Promise<void>
}

const readingActions = new Set(['QueueStatus', 'CoreShowChannels', 'Status', 'DeviceStateList'])

export async function startScriptedAmi(): Promise<ScriptedAmi> {
  const sockets = new Set<Socket>()
  let logins = 0
  let readings = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    let asked = ''
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    if (!ami.isSilent) socket.write('Asterisk Call Manager/11.0.0\r\n')
    socket.on('data', (bytes) => {
      asked += bytes.toString()
      for (let end = asked.indexOf('\r\n\r\n'); end >= 0; end = asked.indexOf('\r\n\r\n')) {
        const lines = asked.slice(0, end).split('\r\n')
        asked = asked.slice(end + 4)
        if (!ami.isSilent) answer(socket, new Map(lines.map((line) => toPair(line))))
      }
    })
  })

  function write(socket: Socket, fields: Fields): void {
    socket.write(`${fields.map(([key, value]) => `${key}: ${value}`).join('\r\n')}\r\n\r\n`)
  }

  function answer(socket: Socket, fields: ReadonlyMap<string, string>): void {
    const name = fields.get('Action') ?? ''
    const id = fields.get('ActionID') ?? ''
    const refusal = ami.refusals.get(name)
    if (refusal === null) return
    if (name === 'Login') {
      logins += 1
      if (fields.get('Secret') !== ami.secret) {
        write(socket, [
          ['Response', 'Error'],
          ['ActionID', id],
          ['Message', 'Authentication failed'],
        ])
        socket.end()
        return
      }
    } else if (!readingActions.has(name) && name !== 'CoreSettings' && name !== 'UserEvent') {
      ami.actions.push({ name, fields })
    }
    if (refusal !== undefined)
      write(socket, [
        ['Response', 'Error'],
        ['ActionID', id],
        ['Message', refusal],
      ])
    else if (readingActions.has(name)) list(socket, name, id)
    else if (name === 'UserEvent') {
      write(socket, [
        ['Response', 'Success'],
        ['ActionID', id],
      ])
      if (ami.hasFence)
        ami.event('UserEvent', [
          ['ActionID', id],
          ['UserEvent', fields.get('UserEvent') ?? ''],
          ['Token', fields.get('Token') ?? ''],
        ])
    } else
      write(socket, [
        ['Response', 'Success'],
        ['ActionID', id],
        ['AsteriskVersion', '22.10.1'],
        ['SystemName', ''],
      ])
  }

  function list(socket: Socket, name: string, id: string): void {
    if (name === 'QueueStatus') readings += 1
    write(socket, [
      ['Response', 'Success'],
      ['ActionID', id],
      ['EventList', 'start'],
    ])
    for (const item of ami.lists.get(name) ?? [])
      write(socket, [item[0] ?? ['Event', 'Item'], ['ActionID', id], ...item.slice(1)])
    write(socket, [
      ['Event', `${name}Complete`],
      ['ActionID', id],
      ['EventList', 'Complete'],
      ['ListItems', 1],
    ])
  }

  const ami: ScriptedAmi = {
    get port() {
      const address = server.address()
      return address !== null && typeof address === 'object' ? address.port : 0
    },
    lists: new Map(),
    refusals: new Map(),
    actions: [],
    get logins() {
      return logins
    },
    get readings() {
      return readings
    },
    secret: 'right',
    isSilent: false,
    hasFence: true,
    event: (name, fields = []) => {
      for (const socket of sockets) write(socket, [['Event', name], ['Privilege', 'call,all'], ...fields])
    },
    raw: (bytes) => {
      for (const socket of sockets) socket.write(bytes)
    },
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return ami
}

function toPair(line: string): readonly [string, string] {
  const at = line.indexOf(': ')
  return [line.slice(0, at), line.slice(at + 2)]
}

/** The block of a channel. `state`: 0 down, 4 ring, 5 ringing, 6 up. */
export function channel(
  id: string,
  name: string,
  state: number,
  more: Readonly<Record<string, string>> = {},
): Fields {
  const fields: Record<string, string> = {
    Channel: name,
    ChannelState: String(state),
    CallerIDNum: '09120000001',
    CallerIDName: 'Neda',
    Exten: '600',
    Uniqueid: id,
    Linkedid: id,
    ...more,
  }
  return Object.entries(fields)
}

export function prefixed(prefix: string, fields: Fields): Fields {
  return fields.map(([key, value]) => [`${prefix}${key}`, value] as const)
}
