import { TRIES_PER_REQUEST } from '@latchkey/core'
import type { RequestStory } from '@latchkey/db'
import { describeMessage, instant } from './message-words.ts'

export type Happened = { at: Date; says: string }

/** What happened to one request, in chronological order. */
export function historyOf(request: RequestStory): Happened[] {
  const history: Happened[] = [
    { at: request.requestedAt, says: `Requested from ${request.device ?? 'an unknown device'}.` },
    ...request.notBegun.map((job) => ({
      at: job.queuedAt,
      says: 'Its email is queued, and no worker has claimed it. Is a worker running? Look for worker.started and worker.error in the log.',
    })),
    ...request.messages.map((message) => ({
      at: message.updatedAt,
      says: describeMessage(message),
    })),
    ...request.codeVerifiedAt.map((at) => ({ at, says: 'The correct code was entered.' })),
    ...request.codeRefusedAt.map((at) => ({
      at,
      says: 'A code was entered and refused: it was wrong, or no longer valid.',
    })),
    ...endsOfLinks(request),
  ]
  if (request.passwordChangedAt) {
    history.push({ at: request.passwordChangedAt, says: 'The password was changed.' })
  }
  return history.sort((one, other) => one.at.getTime() - other.at.getTime())
}

/** The present state of a request, in sentences. */
export function stateOf(request: RequestStory): string[] {
  const { wrongTries } = request
  const says: string[] = []
  if (wrongTries > 0) {
    const disabled =
      wrongTries >= TRIES_PER_REQUEST
        ? ' Its codes are disabled; its link keeps working until it expires.'
        : ''
    says.push(`Wrong codes were entered ${times(wrongTries)}.${disabled}`)
  }
  const links = request.secrets.filter(({ kind, good }) => kind === 'link' && good)
  const until = links.at(-1)?.expiresAt
  // A failed attempt leaves a link that was never emailed.
  const emailed = request.messages.some(({ state }) => state === 'handed-over')
  if (emailed && until) says.push(`The link in its email works until ${instant(until)}.`)
  if (request.messages.at(-1)?.state === 'handed-over' && !request.passwordChangedAt) {
    says.push(
      "If the email did not arrive, check the spam folder, the mail server's log, and your SPF, DKIM and DMARC records.",
    )
  }
  says.push(
    request.open
      ? `The request is open until ${instant(request.closesAt)}.`
      : `The request was closed at ${instant(request.closesAt)}.`,
  )
  return says
}

function endsOfLinks({ secrets }: RequestStory): Happened[] {
  return secrets
    .filter(({ kind }) => kind === 'link')
    .flatMap(({ spentAt, voidedAt, expiresAt, expired }) => {
      if (spentAt) return [{ at: spentAt, says: 'The link was used.' }]
      if (voidedAt) return [{ at: voidedAt, says: 'A link was voided before it was used.' }]
      return expired ? [{ at: expiresAt, says: 'A link expired without being used.' }] : []
    })
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}
