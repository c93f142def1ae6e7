/** Lets this program's own connections trust the authorities that the machine trusts, beside those the runtime carries. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

export interface SystemRoots {
  /** Authorities the system named; 0 where it names none. */
  readonly count: number
  /** Why the system's store could not be used; null when it could. */
  readonly cause: unknown
}

/**
 * A company that looks into TLS, or runs a gateway under a root of its own, puts that root into the system's store
 * (Windows, the macOS keychain, on Linux OpenSSL's files, which `SSL_CERT_FILE` and `SSL_CERT_DIR` name). Chromium reads it by
 * itself; Node must be told, once in each thread, and only for connections that name no authorities of their own.
 */
export function trustSystemRoots(): SystemRoots {
  try {
    const system = getCACertificates('system')
    const known = new Set(getCACertificates('default'))
    // Systems name most of them several times, and each given here is read anew: 40 ms of a start.
    const missing = new Set(system.filter((root) => !known.has(root)))
    if (missing.size > 0) setDefaultCACertificates([...known, ...missing])
    return { count: system.length, cause: null }
  } catch (cause) {
    return { count: 0, cause }
  }
}
