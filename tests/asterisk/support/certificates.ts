/** Certificates for one test: an authority, and what it signs for a name, now or in the past. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Certificate {
  /** PEM. */
  readonly cert: string
  readonly key: string
}

export interface Authority {
  /** PEM; and the same as a file. */
  readonly cert: string
  readonly file: string
  /** `names` as OpenSSL writes them: `DNS:pbx.example,IP:127.0.0.1`. Expired since a day where asked. */
  sign(names: string, life?: 'valid' | 'expired'): Certificate
}

/** `folder` is removed by its owner. */
export function createAuthority(folder: string, name: string): Authority {
  const at = (file: string) => join(folder, `${name}-${file}`)
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const ca = ['-keyout', at('ca.key'), '-out', at('ca.crt'), '-days', '2', '-subj', `/CN=${name}`]
  openssl('req', '-x509', ...newKey, ...ca)
  let serial = 0
  return {
    cert: readFileSync(at('ca.crt'), 'utf8'),
    file: at('ca.crt'),
    sign(names, life = 'valid') {
      serial += 1
      const [key, request, out, extra] = ['key', 'csr', 'crt', 'cnf'].map((end) => at(`${serial}.${end}`))
      if (key === undefined || request === undefined || out === undefined || extra === undefined) {
        throw new Error('four files make a certificate')
      }
      writeFileSync(extra, `subjectAltName=${names}\n`)
      openssl('req', '-new', ...newKey, '-keyout', key, '-out', request, '-subj', `/CN=switch ${serial}`)
      const signer = ['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-set_serial', String(serial)]
      const days = life === 'valid' ? '2' : '-1'
      openssl('x509', '-req', '-in', request, ...signer, '-days', days, '-extfile', extra, '-out', out)
      return { cert: readFileSync(out, 'utf8'), key: readFileSync(key, 'utf8') }
    },
  }
}
