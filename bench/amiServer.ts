/** A process of its own that speaks like a manager port and, once somebody has logged in, sends the whole stream. */
import { createServer } from 'node:net'
import { eventCount, toEventText } from '#bench/amiEvents'

const stream = Buffer.from(Array.from({ length: eventCount }, (_, serial) => toEventText(serial)).join(''))

const server = createServer((socket) => {
  socket.on('error', () => socket.destroy())
  socket.write('Asterisk Call Manager/11.0.0\r\n')
  let asked = ''
  socket.on('data', (bytes) => {
    asked += bytes.toString()
    const id = /^actionid: *(\S+)/im.exec(asked)?.[1]
    if (id === undefined || !/^action: *login/im.test(asked) || !asked.includes('\r\n\r\n')) return
    asked = ''
    socket.write(`Response: Success\r\nActionID: ${id}\r\nMessage: Authentication accepted\r\n\r\n`)
    // Clients that greet each other with a ready signal of their own get time to set their listeners.
    setTimeout(() => socket.write(stream), 200)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object')
    process.send?.({ port: address.port, bytes: stream.length })
})
