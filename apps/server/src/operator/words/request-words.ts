import { CAUGHT_ANSWER, TRIES_PER_REQUEST } from '@latchkey/core'
import type { AddressStory, MessageStory, RequestStory } from '@latchkey/db'
import { type Said, say } from '@latchkey/operator'
import { heldUntil, type MailNow } from './email-words.ts'

/** Something that happened to a request. An email is described by itself. */
export type Happened = { at: Date } & ({ says: Said } | { email: MessageStory })

/** What happened to one request, in chronological order. */
export function tellRequest(request: RequestStory, mail: MailNow): Happened[] {
  const history: Happened[] = [
    { at: request.requestedAt, says: sayAsked(request) },
    ...request.notBegun.map((job) => ({ at: job.queuedAt, says: sayQueued(mail) })),
    ...request.messages.map((email) => ({ at: email.updatedAt, email })),
    ...times([request.linkOpenedAt], say('request.link-opened', {})),
    ...times(request.codeVerifiedAt, say('request.code-right', {})),
    ...times(request.codeRefusedAt, say('request.code-refused', {})),
    ...endsOfLinks(request),
    ...times([request.passwordChangedAt], say('request.password-changed', {})),
  ]
  return history.sort((one, other) => one.at.getTime() - other.at.getTime())
}

function sayAsked({ device, madeBy }: RequestStory): Said {
  if (!madeBy) return say('request.asked', { device: device ?? null })
  const { operator, reason } = madeBy
  return say('request.asked', {
    device: null,
    madeBy: { operator: operator ?? null, reason: reason ?? null },
  })
}

/** While all email is held, workers claim one job at a time: none is missing. */
function sayQueued(mail: MailNow): Said {
  const isHeld = heldUntil(mail) !== undefined
  return isHeld
    ? say('email.held', { answer: mail.trouble?.answer ?? '' })
    : say('request.email-queued', {})
}

function times(at: readonly (Date | undefined)[], says: Said): Happened[] {
  return at.flatMap((one) => (one ? [{ at: one, says }] : []))
}

function endsOfLinks({ secrets }: RequestStory): Happened[] {
  return secrets
    .filter(({ kind }) => kind === 'link')
    .flatMap(({ spentAt, voidedAt, expiresAt, expired }): Happened[] => {
      if (spentAt) return [{ at: spentAt, says: say('request.link-used', {}) }]
      if (voidedAt) return [{ at: voidedAt, says: say('request.link-voided', {}) }]
      return expired ? [{ at: expiresAt, says: say('request.link-expired', {}) }] : []
    })
}

/** Whose request it is. */
type Owner = Pick<AddressStory, 'account'>

/** The present state of a request, in sentences. */
export function sayRequest(request: RequestStory, owner: Owner): Said[] {
  const { wrongTries } = request
  const says: Said[] = []
  if (wrongTries > 0) {
    const codesDisabled = wrongTries >= TRIES_PER_REQUEST
    says.push(say('request.wrong-codes', { times: wrongTries, codesDisabled }))
  }
  const links = request.secrets.filter(({ kind, good }) => kind === 'link' && good)
  const until = links.at(-1)?.expiresAt
  // A failed attempt leaves a link that was never emailed.
  const emailed = request.messages.some(({ state }) => state === 'handed-over')
  const byHand = request.madeBy !== undefined
  if ((emailed || byHand) && until) {
    const at = until.toISOString()
    says.push(say('request.link-works-until', { at, ...(byHand && { byHand }) }))
  }
  if (maySearch(request, owner)) {
    says.push(say('request.look-elsewhere', {}))
  }
  // A request that led to a new password is finished.
  if (request.passwordChangedAt) return says
  const at = request.closesAt.toISOString()
  says.push(request.open ? say('request.open-until', { at }) : say('request.closed-at', { at }))
  return says
}

/** Whether its email was accepted by a mail server, and would still be of use to its owner if they found it. */
function maySearch({ messages, secrets, passwordChangedAt }: RequestStory, owner: Owner): boolean {
  const email = messages.at(-1)
  if (email?.state !== 'handed-over' || email.detail === CAUGHT_ANSWER) return false
  if (passwordChangedAt) return false
  const link = secrets.findLast(({ kind }) => kind === 'link')
  if (link?.spentAt || link?.voidedAt) return false
  return email.kind === 'no-account' || owner.account?.status === 'active'
}
