/** Why a manager connection did not come to be, in plain words where the certificate is the reason. */

/** OpenSSL's and Node's codes for a certificate that is not trusted, and what they mean for a site. */
const certificateReasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody but itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is from an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is from an authority that is not trusted here',
  CERT_SIGNATURE_FAILURE: 'its certificate is not signed by the authority it names',
  CERT_REVOKED: 'its certificate was revoked',
  INVALID_PURPOSE: 'its certificate is not meant for a server',
  EPROTO: 'it does not speak TLS on this port',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS on this port',
}

/** The system's own code (`ECONNREFUSED`) where the certificate is not the reason. */
export function toConnectReason(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return certificateReasons[code] ?? code
}
