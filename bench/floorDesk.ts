/** Serves the built page and a scripted main on a loopback socket: a supervisor's desk whose floor is played. */
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { done } from '#contract/failure'
import { AgentId } from '#contract/ids'
import { defaultSettings } from '#contract/settings'
import { readPageFiles } from '#main/desk/pageFiles'
import { toBridgeSources, toPageHeaders } from '#main/desk/pageHeaders'
import { isRpcRequest } from '#main/desk/rpcMessage'
import { toSocketPort } from '#main/desk/socketPort'
import { createFakeMain, type FakeMain, signedOutDesk } from '#tests/renderer/state/fakeMain'
import { buildPage } from '#tools/pageBuild'

export interface FloorDesk {
  readonly url: string
  readonly main: FakeMain
  close(): Promise<void>
}

export async function openFloorDesk(say: (line: string) => void): Promise<FloorDesk> {
  const files = readPageFiles(await buildPage(say))
  const main = createFakeMain()
  main.card = done({ kind: 'none' })
  main.desk.put({
    ...signedOutDesk,
    session: {
      agentId: AgentId.parse('agent-1'),
      userName: 'bench',
      name: 'Bench',
      role: 'admin',
      extension: '10000',
      practice: false,
    },
    settings: { ...defaultSettings, floor: { ...defaultSettings.floor, tab: 'floor' } },
  })
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://desk').pathname)
    response.writeHead(file === undefined ? 404 : 200, {
      ...toPageHeaders(toBridgeSources(port)),
      'content-type': file?.contentType ?? 'text/plain',
    })
    response.end(file?.body ?? '')
  })
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  sockets.on('connection', (socket) => main.serveSocket(toSocketPort(socket, isRpcRequest)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The desk has no port')
  const { port } = address
  return {
    url: `http://127.0.0.1:${port}/`,
    main,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate()
        sockets.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
