import type { Failure, MessageKind, SuppressionCause, SuppressionReason } from '@latchkey/core'
import { count } from './count.ts'
import type { FactCode, Facts, NoRetry, Said } from './facts.ts'
import { dropCommands, inOne, problems } from './problems.ts'

/** `2026-11-20 14:35:41 UTC` */
export function instant(at: Date | string): string {
  const iso = typeof at === 'string' ? at : at.toISOString()
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`
}

/** Which of our emails it is. */
const names: Record<MessageKind, string> = {
  recovery: 'the email with the link and the code',
  'password-changed': 'the notice that the password was changed',
  'no-password': 'the email that says how to sign in',
  'no-account': 'the email that says there is no account',
  'link-issued': 'the notice that an operator made a link',
  'reset-required': 'the email that asks for a new password',
}

const suppressed: Record<SuppressionReason, string> = {
  limit:
    'Not sent: this address had reached its limit of emails. The next one is sent when the limit allows.',
  'no-account': 'Not sent: no account had this address.',
  disabled: 'Not sent: the account was disabled.',
  undeliverable: 'Not sent: the domain of this address accepts no email.',
  bounced: 'Not sent: the mail service had reported that there is no such mailbox.',
  complained: 'Not sent: its owner had called an email of ours spam.',
}

const noRetry: Record<NoRetry, string> = {
  unknown: 'There is no such email. The history of emails is kept for 7 days.',
  'under-way': 'It is being sent now.',
  'handed-over': 'The mail server has already accepted it. Its log shows what happened next.',
  suppressed: 'It was not sent on purpose. The user can request another one.',
  'too-late':
    'It is too late: its request is closed, or what it tells of was too long ago. The user can request another one.',
}

const reports: Record<SuppressionCause, string> = {
  bounced: 'the mail service reported that there is no such mailbox',
  complained: 'its owner called an email of ours spam',
}

const causes: Record<SuppressionCause, string> = { bounced: 'bounce', complained: 'complaint' }

const delays: Record<Facts['email.delayed']['failure'], string> = {
  setup: ': the mail server does not take this email from us. ',
  unreachable: ': the mail server was unreachable. ',
  unclear: ': the mail server received the email, but did not say whether it accepted it. ',
  busy: '. The mail server said: ',
}

type Trouble = Facts['mail.trouble']

const troubles: Partial<Record<Failure, (trouble: Trouble) => string>> = {
  setup: ({ since, answer, triedAt, nextTryAt }) =>
    `No email has been sent since ${instant(since)}: the mail settings are wrong, or mail servers distrust us. ${answer}
Last try at ${instant(triedAt)}, ${nextTryAt === null ? 'and each email is tried again at its own time' : `next try at ${instant(nextTryAt)}`}. Emails wait until they expire. Correct what the answer says and restart, or wait for the next try.`,
  busy: ({ since, answer }) =>
    `The mail server has put off all email since ${instant(since)}. ${answer}
Emails wait and are retried.`,
  unclear: ({ since, answer }) =>
    `The mail server has not said since ${instant(since)} what became of emails. ${answer}
They are retried, and may arrive more than once.`,
  refused: ({ since, answer }) =>
    `The mail server has refused every recipient since ${instant(since)}. ${answer}
These emails are given up.`,
}

function unreachable({ since, answer }: Trouble): string {
  return `The mail server has been unreachable since ${instant(since)}. ${answer}
Emails wait and are retried.`
}

const atAttempt = (attempt: number) => (attempt === 1 ? '' : ` at attempt ${attempt}`)
const ended = ({ secrets, sessions }: { secrets: number; sessions: number }) =>
  `${count(sessions, 'session', 'sessions')} ended, ${count(secrets, 'secret', 'secrets')} voided.`

/** The sentences of the command line, one for each code. */
export const english: { readonly [Code in FactCode]: (data: Facts[Code]) => string } = {
  'email.handed-over': ({ kind, attempt, answer }) =>
    `The mail server accepted ${names[kind]}${atAttempt(attempt)}. It answered: ${answer}`,
  'email.held': ({ answer }) =>
    `Held: no email is sent, because the mail settings are wrong. ${answer}`,
  'email.delayed': ({ attempts, failure, answer }) =>
    `Delayed${attempts === 0 ? '' : ` after attempt ${attempts}`}${delays[failure]}${answer}`,
  'email.being-sent': ({ attempt }) => `Being sent now, attempt ${attempt}.`,
  'email.interrupted': ({ attempt }) => `Attempt ${attempt} was interrupted.`,
  'email.suppressed': ({ reason }) => suppressed[reason] ?? `Not sent: ${reason}`,
  'email.expired': () => 'Given up: it expired before it could be sent.',
  'email.unmailable': ({ attempt, answer }) =>
    `Given up${atAttempt(attempt)}: the email could not be created. ${answer}`,
  'email.rejected': ({ attempt, answer }) =>
    `Given up${atAttempt(attempt)}: the mail server rejected it permanently. It said: ${answer}`,
  'email.is-kind': ({ kind }) => `This is ${names[kind]}.`,
  'email.may-be-doubled': ({ attempts }) =>
    `It may have arrived more than once: ${attempts === 1 ? 'one attempt was' : `${attempts} attempts were`} interrupted after the mail server may have accepted it.`,
  'email.next-attempt': ({ at, isDue }) =>
    isDue
      ? `Next attempt now: it has been due since ${instant(at)}.`
      : `Next attempt at ${instant(at)}.`,
  'email.retried-now': () => 'It is being retried now.',
  'email.not-in-queue': () => 'It is no longer in the queue.',

  'mail.trouble': (trouble) => (troubles[trouble.failure] ?? unreachable)(trouble),

  'request.asked': ({ device, madeBy }) =>
    madeBy
      ? `Its link was made by hand, by ${madeBy.operator ?? 'an operator'}. Reason: ${madeBy.reason ?? 'none given'}`
      : `Requested from ${device ?? 'an unknown device'}.`,
  'request.email-queued': () =>
    'Its email is queued, and no worker has claimed it. Is a worker running? Look for worker.started and worker.error in the log.',
  'request.link-opened': () => 'The link was opened.',
  'request.code-right': () => 'The correct code was entered.',
  'request.code-refused': () => 'A code was entered and refused: it was wrong, or no longer valid.',
  'request.link-used': () => 'The link was used.',
  'request.link-voided': () => 'A link was voided before it was used.',
  'request.link-expired': () => 'A link expired without being used.',
  'request.password-changed': () => 'The password was changed.',
  'request.wrong-codes': ({ times, codesDisabled }) =>
    `Wrong codes were entered ${times === 1 ? 'once' : `${times} times`}.${
      codesDisabled ? ' Its codes are disabled; its link keeps working until it expires.' : ''
    }`,
  'request.link-works-until': ({ at, byHand }) =>
    `The link ${byHand ? 'that was made by hand' : 'in its email'} works until ${instant(at)}.`,
  'request.look-elsewhere': () =>
    "If the email did not arrive, check the spam folder, the mail server's log, and your SPF, DKIM and DMARC records.",
  'request.open-until': ({ at }) => `The request is open until ${instant(at)}.`,
  'request.closed-at': ({ at }) => `The request was closed at ${instant(at)}.`,

  'account.none': ({ address }) => `No account has ${address}.`,
  'account.is-there': ({ address }) => `There is an account for ${address}.`,
  'account.disabled': ({ address }) => `The account of ${address} is disabled: it gets no email.`,
  'account.no-password': ({ address }) =>
    `The account of ${address} has no password, because it signs in elsewhere: it gets an email that says so, without a link or a code.`,
  'account.shared': ({ address, count: users }) =>
    `${users} active users of your application share ${address}, so none of them gets an email: nobody knows whose it would be. "duplicates" in the map decides that.`,
  'account.near': ({ addresses }) =>
    `There is an account for a spelling near it: ${addresses.join(', ')}`,
  'account.revoked': ({ at }) =>
    `An operator revoked all earlier links, codes and sessions at ${instant(at)}.`,
  'account.locked': ({ at }) =>
    `An operator made its password unusable at ${instant(at)}: the owner must choose a new one (require-reset --lock).`,
  'account.change-undone': ({ at }) =>
    `Your application wrote the password from before a reset back, found at ${instant(at)}: the old password worked again. docs/operating.md says what to do.`,
  'requests.none': () =>
    'There was no request for it in the last 7 days. Requests that a limit refused, or for another spelling of the address, are not listed.',
  'requests.more': () => 'Older requests are not listed.',

  'suppression.lasts': ({ until, recoveryUntil, cause, reportedAt, detail }) =>
    `${
      recoveryUntil === until
        ? `No email is sent to it until ${instant(until)}`
        : `No notice is sent to it until ${instant(until)}, and no recovery email until ${instant(recoveryUntil)}`
    }, since ${instant(reportedAt)}: ${reports[cause]}. It said: ${detail}`,
  'suppression.ended': ({ until, cause, reportedAt, detail }) =>
    `No email was sent to it until ${instant(until)}, since ${instant(reportedAt)}: ${reports[cause]}. It said: ${detail}`,
  'suppression.lifted': ({ at, cause, reportedAt, detail }) =>
    `An operator ended at ${instant(at)} what began at ${instant(reportedAt)}: ${reports[cause]}. It said: ${detail}`,

  'act.email-hurried': () => 'It is retried now.',
  'act.email-queued': () => 'It is back in the queue and is retried now.',
  'act.email-not-retried': ({ reason }) => noRetry[reason],
  'act.revoked': (data) => `Revoked: ${ended(data)} Passwords stay.`,
  'act.disabled': (data) => `It is disabled. ${ended(data)}`,
  'act.enabled': () => 'It is enabled.',
  'act.already-disabled': () => 'It was disabled already; nothing was changed.',
  'act.already-enabled': () => 'It was enabled already; nothing was changed.',
  'act.unsuppressed': ({ causes: lifted }) =>
    `Emails are sent again, in spite of the ${lifted.map((cause) => causes[cause]).join(' and ')}. The user can request another one; requests made meanwhile count towards the limit of emails to the address. If the mail service has a list of such addresses, take it off there too.`,
  'act.nothing-suppressed': () => 'Nothing keeps emails from this address.',
  'act.no-account': ({ address }) => `No account has the address ${address}.`,
  'act.no-request': () =>
    'There is no request and no account with this id. Requests are kept for 7 days.',
  'act.no-address': () => 'This account has no address to which emails can be sent.',
  'act.accounts-elsewhere': ({ place }) =>
    `The users are those of your application, ${place}: change them there.`,
  'act.event-retried': ({ deliveries }) =>
    `${deliveries === 1 ? '1 delivery is' : `${deliveries} deliveries are`} tried now.`,
  'act.no-delivery': () =>
    'Nothing to deliver: the event arrived, or is not there any more, or its webhook is off. `latchkey events test` switches it on.',
  'act.no-webhook': ({ webhooks }) =>
    `Nothing was delivered: the settings no longer have the webhook${webhooks.length > 1 ? 's' : ''} ${webhooks.join(', ')}. Put ${webhooks.length > 1 ? 'them' : 'it'} back and restart to deliver it, or give up what still waits: ${dropCommands(webhooks)}`,

  'health.queue-moves': ({ jobs }) => `${count(jobs, 'job waits', 'jobs wait')}.`,
  'health.queue-stands': ({ jobs, seconds }) =>
    `${count(jobs, 'new job waits', 'new jobs wait')}, the oldest for ${seconds} s: no worker runs, or all are busy.`,
  'health.unknown-jobs': (data) => inOne(problems['health.unknown-jobs'](data)),
  'health.webhooks-removed': (data) => inOne(problems['health.webhooks-removed'](data)),
  'health.worker-runs': () => 'The worker of this process runs.',
  'health.worker-silent': () =>
    'The worker of this process has ended. Look for worker.error in the log, and restart it.',
  'health.worker-elsewhere': () =>
    'Workers run in other processes (WORKER=off). What they do shows in the queue.',
  'health.leases': ({ jobs, seconds }) =>
    `Workers hold ${count(jobs, 'job', 'jobs')}; the oldest lease was renewed ${seconds} s ago.`,
  'health.mail-leaves': () => 'No worker reports trouble with the mail server.',
  'health.mail-caught': () =>
    'No mail server is configured: the built-in mailbox keeps the emails.',
  'health.database-takes-writes': () => 'The database answers, and takes writes.',
  'health.database-read-only': () => inOne(problems['health.database-read-only']()),
  'health.secrets-agree': () => 'The processes that run agree on the server secret.',
  'health.secrets-differ': () =>
    'A process that runs signs with another server secret, so each refuses the codes of the other. Give all processes the same LATCHKEY_SECRET.',
  'health.accounts-own': () => 'The accounts are our own.',
  'health.accounts-fit': ({ place }) => `The users are those of your application, ${place}.`,
  'health.accounts-misfit': ({ place }) =>
    `The users of your application, ${place}, do not fit the settings any more: latchkey doctor says why.`,
  'health.webhooks-hear': ({ waiting }) => `${count(waiting, 'event waits', 'events wait')}.`,
  'health.webhooks-behind': (data) => inOne(problems['health.webhooks-behind'](data)),
  'health.limits-off': () => 'RATE_LIMITS=off: nothing slows down brute-force attacks.',

  'count.asked': () =>
    'Requests that were accepted in this span of time. Those that a limit refused, and links made by operators, are not among them.',
  'count.emailed': () =>
    'Those of them for which the mail server accepted an email with a link. The email to an account without a password has none, nor does one to an address without an account.',
  'count.opened': () =>
    'Those of them whose link was opened on our page, or whose code was entered correctly. A mail filter that runs scripts counts as a person.',
  'count.changed': () => 'Those of them after which the password was changed.',
  'count.limits': ({ most, seconds }) =>
    `Refusals are added up by each process and written every ${seconds} seconds; after a crash the last ones are missing. Jobs are counted up to ${most}.`,
}

/** Every code, for a look at whether a language has them all. */
export const factCodes = Object.keys(english) as FactCode[]

/** A sentence with its data and its English text. */
export function say<Code extends FactCode>(code: Code, data: Facts[Code]): Said<Code> {
  const text = english[code](data)
  return { code, data, text } as unknown as Said<Code>
}
