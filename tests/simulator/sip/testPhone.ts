/** A whole phone for tests: sip.js speaking over a real WebSocket, with a real werift peer for its sound. */
import {
  type Invitation,
  Inviter,
  Registerer,
  RegistererState,
  type Session,
  type SessionDescriptionHandler,
  type SessionState,
  UserAgent,
} from 'sip.js'
import type { SipCredentials } from '#contract/session'
import { createTestPeer, type TestPeer } from '#tests/simulator/media/testPeer'
import { createMailbox, type Mailbox } from '#tests/simulator/sip/mailbox'

export interface TestPhone {
  readonly agent: UserAgent
  readonly registerer: Registerer
  /** Calls that rang here, in order. */
  readonly invitations: Mailbox<Invitation>
  register(): Promise<void>
  /** The end of WebRTC of a session. */
  peerOf(session: Session): TestPeer
  answer(invitation: Invitation): Promise<TestPeer>
  /** `refused` resolves with the final status when there is one of 300 or more. */
  dial(target: string): { session: Inviter; refused: Promise<number | undefined> }
  /** re-INVITE with `sendonly` or `inactive`, and back with `sendrecv`. */
  setDirection(session: Session, direction: 'sendrecv' | 'sendonly' | 'inactive' | 'recvonly'): Promise<void>
  close(): Promise<void>
}

export async function createTestPhone(credentials: SipCredentials, password?: string): Promise<TestPhone> {
  const peers = new Map<Session, TestPeer>()
  const invitations = createMailbox<Invitation>()
  const uri = UserAgent.makeURI(credentials.uri)
  if (uri === undefined) throw new Error('bad address')
  const agent = new UserAgent({
    uri,
    authorizationUsername: credentials.authorizationUser,
    authorizationPassword: password ?? credentials.password,
    transportOptions: { server: credentials.serverUrl },
    logBuiltinEnabled: false,
    sessionDescriptionHandlerFactory: (session) => {
      const peer = createTestPeer()
      peers.set(session, peer)
      return createHandler(peer)
    },
    delegate: { onInvite: invitations.put },
  })
  await agent.start()
  const registerer = new Registerer(agent, { expires: credentials.expiresSeconds })
  const peerOf = (session: Session): TestPeer => {
    const peer = peers.get(session)
    if (peer === undefined) throw new Error('this session has no media yet')
    return peer
  }
  return {
    agent,
    registerer,
    invitations,
    async register() {
      const settled = new Promise<void>((resolve, reject) => {
        registerer.stateChange.addListener((state) => {
          if (state === RegistererState.Registered) resolve()
        })
        registerer.register({
          requestDelegate: {
            onReject: ({ message }) => reject(new Error(`registration refused: ${message.statusCode}`)),
          },
        })
      })
      await settled
    },
    peerOf,
    async answer(invitation) {
      // sip.js takes an ACK that comes after its own re-INVITE for a fault: a test goes on when it is here.
      const acknowledged = new Promise<void>((resolve) => {
        invitation.delegate = { ...invitation.delegate, onAck: () => resolve() }
      })
      await invitation.accept()
      await acknowledged
      return peerOf(invitation)
    },
    dial(target) {
      const targetUri = UserAgent.makeURI(`sip:${target}@127.0.0.1`)
      if (targetUri === undefined) throw new Error('bad target')
      const session = new Inviter(agent, targetUri)
      const refused = new Promise<number | undefined>((resolve, reject) => {
        const onReject = ({ message }: { message: { statusCode: number | undefined } }) =>
          resolve(message.statusCode)
        session.invite({ requestDelegate: { onReject } }).catch(reject)
      })
      return { session, refused }
    },
    async setDirection(session, direction) {
      const peer = peerOf(session)
      peer.transceiver.setDirection(direction)
      await new Promise<void>((resolve, reject) => {
        session
          .invite({
            requestDelegate: {
              onAccept: () => resolve(),
              onReject: ({ message }) => reject(new Error(`re-INVITE refused: ${message.statusCode}`)),
            },
          })
          .catch(reject)
      })
      await settled(peer)
    },
    async close() {
      for (const peer of peers.values()) await peer.close()
      // Not `stop`: that says BYE and waits, even when nobody is there any more to answer.
      agent.userAgentCore.dispose()
      await agent.transport.dispose()
    },
  }
}

/** Resolves when the session is in `state`. */
export function reached(session: Session, state: SessionState): Promise<void> {
  if (session.state === state) return Promise.resolve()
  return new Promise((resolve) => {
    session.stateChange.addListener((now) => {
      if (now === state) resolve()
    })
  })
}

/** Resolves when no description is being exchanged any more. */
function settled({ connection }: TestPeer): Promise<void> {
  if (connection.signalingState === 'stable') return Promise.resolve()
  return new Promise((resolve) => {
    connection.signalingStateChange.subscribe((state) => state === 'stable' && resolve())
  })
}

function createHandler(peer: TestPeer): SessionDescriptionHandler {
  const { connection } = peer
  return {
    close: () => void peer.close(),
    async getDescription() {
      const isAnswer = connection.signalingState === 'have-remote-offer'
      await connection.setLocalDescription(
        isAnswer ? await connection.createAnswer() : await connection.createOffer(),
      )
      return { body: connection.localDescription?.sdp ?? '', contentType: 'application/sdp' }
    },
    hasDescription: (contentType) => contentType === 'application/sdp',
    async setDescription(sdp) {
      const type = connection.signalingState === 'have-local-offer' ? 'answer' : 'offer'
      await connection.setRemoteDescription({ type, sdp })
    },
    sendDtmf: () => false,
  }
}
