/** Says in plain words why a start did not go as asked. */
import type { Failure } from '#contract/failure'
import type { StartOptions } from '#main/desk/startOptions'

export function toSentence(failure: Failure, start: StartOptions): string {
  switch (failure.code) {
    case 'port-taken':
      return `Port ${failure.subject} is in use. Choose another one with --port, or leave --port out.`
    case 'wrong-password':
      return `User or password is wrong for ${start.user}.`
    case 'too-many-attempts':
      return `Too many attempts to sign in as ${start.user}; try again in ${toSeconds(failure.retryAfterMs)} s.`
    case 'gateway-away':
      return 'The gateway does not answer; the page opens without it and signs you in when it is back.'
    case 'invalid':
      return toInvalidSentence(failure.subject, start)
    default:
      return `The desk could not start: ${failure.code}${failure.subject === null ? '' : ` (${failure.subject})`}.`
  }
}

function toInvalidSentence(subject: string | null, start: StartOptions): string {
  switch (subject) {
    case 'gateway':
      return `--gateway must be wss://…, or ws:// to this machine, without a password in it; not ${start.gateway}.`
    case 'password-file':
      return `${start['password-file']} cannot be read, or its first line is empty.`
    case 'scenario':
      return `There is no practice scenario ${start.scenario}, or it cannot be read.`
    case 'user':
      return `The practice centre knows nobody called ${start.user}.`
    default:
      return `Something given to this start cannot be used${subject === null ? '' : `: ${subject}`}.`
  }
}

const toSeconds = (milliseconds: number | null): number => Math.ceil((milliseconds ?? 0) / 1000)
