/** The site the laboratory plays: the shipped configuration for loopback, with a trunk and, where asked, desk phones. */
import type { AsteriskSite, SitePerson, SiteQueue, SwitchTls } from '#gateway/provision/asteriskSite'
import { peopleFile, renderSite, type TemplateName } from '#gateway/provision/renderSite'

export interface LabPorts {
  readonly ami: number
  readonly web: number
  readonly sip: number
  /** The same by TLS, open where the site has a certificate. */
  readonly amiTls: number
  readonly webTls: number
  /** First of a thousand ports for sound. */
  readonly rtpStart: number
}

export interface LabSite {
  readonly amiUser: string
  readonly amiSecret: string
  readonly queues: readonly SiteQueue[]
  readonly people: readonly SitePerson[]
  /** Phones are pages over WebSocket, as shipped, or simple phones over UDP that can be run by the hundred. */
  readonly phones: 'web' | 'udp'
  /** How their endpoints are written. */
  readonly pjsip: 'static' | 'wizard'
  /** The certificate manager and web server show, as Asterisk finds it; null for plain ports only. */
  readonly certificate: { readonly certFile: string; readonly keyFile: string } | null
  /** Whether people may dial out over the trunk: to whatever address the global LAB_OUTSIDE holds. */
  readonly dialsOut: boolean
  /** Whether everybody has a mailbox. */
  readonly voicemail: boolean
}

/** Where the trunk's calls come from: an address of its own, so that no phone is taken for it. */
export const trunkAddress = '127.0.0.2'

/** File name to content of the configuration folder. */
export function toLabFiles(
  templates: Readonly<Record<TemplateName, string>>,
  site: LabSite,
  ports: LabPorts,
  asteriskMajor: number,
): Map<string, string> {
  const files = renderSite(templates, toAsteriskSite(site, ports, asteriskMajor))
  files.set('pjsip.conf', `${files.get('pjsip.conf') ?? ''}\n${toTrunk(ports)}`)
  if (site.phones === 'udp') {
    files.set(
      peopleFile,
      `${files.get(peopleFile) ?? ''}\n${site.people.map((person) => toUdpPhone(person, site.pjsip)).join('\n')}`,
    )
  }
  if (site.dialsOut) files.set('extensions.conf', `${files.get('extensions.conf') ?? ''}\n${outside}`)
  const needless = site.voicemail ? modules.replace('noload => app_voicemail.so\n', '') : modules
  files.set('modules.conf', needless)
  files.set('logger.conf', '[general]\n[logfiles]\nmessages.log => notice,warning,error\n')
  // Music as shipped by nobody: a held party hears silence, which an ear can tell from a tone.
  files.set('musiconhold.conf', '[general]\n')
  return files
}

function toAsteriskSite(site: LabSite, ports: LabPorts, asteriskMajor: number): AsteriskSite {
  return {
    asteriskMajor,
    manager: {
      host: '127.0.0.1',
      port: ports.ami,
      user: site.amiUser,
      secret: site.amiSecret,
      permit: '127.0.0.1/255.255.255.255',
      // A test may watch beside the gateway.
      allowMultiple: true,
      tls: toTls(site, ports.amiTls),
    },
    web: { host: '127.0.0.1', port: ports.web, tls: toTls(site, ports.webTls), maxSessions: 1000 },
    rtp: { start: ports.rtpStart, end: ports.rtpStart + 999 },
    pjsip: site.pjsip,
    queues: site.queues,
    people: site.people,
    outboundContext: site.dialsOut ? 'lab-outside' : null,
    voicemail: site.voicemail,
  }
}

function toTls({ certificate }: LabSite, port: number): SwitchTls | null {
  return certificate === null ? null : { host: '127.0.0.1', port, ...certificate }
}

const outside = `
; The outside, as far as a laboratory has one: one telephone that is called whatever was dialled.
[lab-outside]
exten => _[+0-9].,1,Dial(PJSIP/lab-trunk/sip:\${EXTEN}@\${GLOBAL(LAB_OUTSIDE)})
 same => n,Hangup()
`

function toTrunk({ sip }: LabPorts): string {
  return `
; The laboratory's trunk: callers over UDP from an address of their own.
[lab-udp]
type=transport
protocol=udp
bind=127.0.0.1:${sip}
[lab-trunk]
type=endpoint
context=najva-inbound
disallow=all
allow=ulaw,alaw
direct_media=no
rtp_symmetric=yes
force_rport=yes
trust_id_inbound=yes
[lab-trunk]
type=identify
endpoint=lab-trunk
match=${trunkAddress}
`
}

/** The same endpoint, with what only a browser does taken back. */
function toUdpPhone({ extension }: SitePerson, pjsip: LabSite['pjsip']): string {
  const prefix = pjsip === 'wizard' ? 'endpoint/' : ''
  const taken = ['webrtc=no', 'media_encryption=no', 'use_avpf=no', 'ice_support=no', 'rtcp_mux=no']
  const settings = [...taken, 'rtp_timeout=0', 'rtp_timeout_hold=0'].map((line) => `${prefix}${line}`)
  return [`[${extension}](+)`, ...settings, ''].join('\n')
}

/** What the laboratory has no use for and would only complain about or slow the start. */
const modules = `[modules]
autoload=yes
noload => chan_dahdi.so
noload => chan_iax2.so
noload => chan_mobile.so
noload => chan_motif.so
noload => chan_ooh323.so
noload => chan_unistim.so
noload => chan_console.so
noload => app_voicemail.so
noload => app_voicemail_imap.so
noload => app_voicemail_odbc.so
noload => app_minivm.so
noload => app_festival.so
noload => app_meetme.so
noload => app_flash.so
noload => app_dahdiras.so
noload => app_amd.so
noload => app_followme.so
noload => cdr_adaptive_odbc.so
noload => cdr_csv.so
noload => cdr_custom.so
noload => cdr_odbc.so
noload => cdr_pgsql.so
noload => cdr_radius.so
noload => cdr_sqlite3_custom.so
noload => cdr_tds.so
noload => cel_custom.so
noload => cel_manager.so
noload => cel_odbc.so
noload => cel_pgsql.so
noload => cel_radius.so
noload => cel_sqlite3_custom.so
noload => cel_tds.so
noload => codec_dahdi.so
noload => pbx_ael.so
noload => pbx_dundi.so
noload => pbx_lua.so
noload => pbx_realtime.so
noload => res_adsi.so
noload => res_ael_share.so
noload => res_calendar.so
noload => res_calendar_caldav.so
noload => res_calendar_ews.so
noload => res_calendar_exchange.so
noload => res_calendar_icalendar.so
noload => res_config_curl.so
noload => res_config_ldap.so
noload => res_config_odbc.so
noload => res_config_pgsql.so
noload => res_config_sqlite3.so
noload => res_config_mysql.so
noload => res_corosync.so
noload => res_fax.so
noload => res_fax_spandsp.so
noload => res_geolocation.so
noload => res_hep.so
noload => res_hep_pjsip.so
noload => res_hep_rtcp.so
noload => res_odbc.so
noload => res_odbc_transaction.so
noload => res_phoneprov.so
noload => res_pjsip_phoneprov_provider.so
noload => res_pjsip_geolocation.so
noload => res_prometheus.so
noload => res_resolver_unbound.so
noload => res_smdi.so
noload => res_snmp.so
noload => res_stun_monitor.so
noload => res_timing_dahdi.so
noload => res_xmpp.so
`
