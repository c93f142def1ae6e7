/** A place where versions lie, on loopback, that can be wrong in every way a real one was. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { stringify } from 'yaml'

export interface ReleaseKey {
  /** As the app holds it. */
  readonly publicKey: string
  readonly privateKey: KeyObject
}

export function makeReleaseKey(): ReleaseKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { publicKey: publicKey.export({ format: 'jwk' }).x ?? '', privateKey }
}

export interface ReleaseOptions {
  readonly version: string
  readonly file?: string
  readonly body: Buffer
  /** Laid over the manifest before it is signed. */
  readonly change?: Readonly<Record<string, unknown>>
}

export interface UpdateFeed {
  readonly url: URL
  /** Paths asked for, with the range where one was. */
  readonly asked: string[]
  readonly files: Map<string, Buffer>
  /** Answers a path in its own way; false to let the feed answer. */
  fault: ((request: IncomingMessage, response: ServerResponse) => boolean) | null
  /** Whether parts of a file are served (RFC 7233). */
  servesRanges: boolean
  release(options: ReleaseOptions, key: ReleaseKey): void
  close(): Promise<void>
}

/** Over TLS where a certificate (PEM) for 127.0.0.1 is given. */
export async function startUpdateFeed(certificate?: {
  readonly cert: string
  readonly key: string
}): Promise<UpdateFeed> {
  const files = new Map<string, Buffer>()
  const asked: string[] = []
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://feed').pathname.slice(1))
    asked.push(request.headers.range === undefined ? path : `${path} ${request.headers.range}`)
    if (feed.fault?.(request, response) === true) return
    const body = files.get(path)
    if (body === undefined) response.writeHead(404).end()
    else serve(request, response, body, feed.servesRanges)
  }
  const server = certificate === undefined ? createServer(answer) : createTlsServer(certificate, answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const feed: UpdateFeed = {
    url: new URL(`${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}/desk/`),
    asked,
    files,
    fault: null,
    servesRanges: true,
    release({ version, file = `Najva Setup ${version}.exe`, body, change = {} }, key) {
      const sha512 = createHash('sha512').update(body).digest('base64')
      const manifest = Buffer.from(
        stringify({
          version,
          files: [{ url: file, sha512, size: body.length }],
          path: file,
          sha512,
          releaseDate: '2026-11-23T08:00:00.000Z',
          najva: {
            channel: 'latest',
            platform: 'win32',
            notes: { en: 'Better', fa: 'بهتر' },
            withdrawn: [],
          },
          ...change,
        }),
      )
      files.set('desk/latest.yml', manifest)
      files.set('desk/latest.yml.sig', Buffer.from(sign(null, manifest, key.privateKey).toString('base64')))
      files.set(`desk/${file}`, body)
      files.set(`desk/${file}.blockmap`, toBlockMap(body))
    },
    close: () => closeServer(server),
  }
  return feed
}

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  servesRanges: boolean,
): void {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  if (!servesRanges || first === undefined) {
    response.writeHead(200, { 'content-length': body.length }).end(body)
    return
  }
  const end = last === undefined || last === '' ? body.length - 1 : Math.min(Number(last), body.length - 1)
  const part = body.subarray(Number(first), end + 1)
  const headers = { 'content-length': part.length, 'content-range': `bytes ${first}-${end}/${body.length}` }
  response.writeHead(206, headers).end(part)
}

export const blockSize = 64 * 1024

/** As electron-builder's: equal blocks here, each by its hash. */
function toBlockMap(body: Buffer): Buffer {
  const blocks = Array.from({ length: Math.ceil(body.length / blockSize) }, (_, index) =>
    body.subarray(index * blockSize, (index + 1) * blockSize),
  )
  const checksums = blocks.map((block) => createHash('sha256').update(block).digest('base64'))
  const sizes = blocks.map((block) => block.length)
  const map = { version: '2', files: [{ name: 'file', offset: 0, checksums, sizes }] }
  return gzipSync(JSON.stringify(map))
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
