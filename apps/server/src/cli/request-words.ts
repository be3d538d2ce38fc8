import { TRIES_PER_REQUEST } from '@latchkey/core'
import type { RequestStory } from '@latchkey/db'
import { instant, whatBecameOf } from './message-words.ts'

export type Said = { at: Date; says: string }

/** What happened to one request, in the order it happened. */
export function storyOf(request: RequestStory): Said[] {
  const asked = `Somebody asked, from ${request.device ?? 'a device that did not say what it is'}.`
  const told: Said[] = [
    { at: request.requestedAt, says: asked },
    ...request.notBegun.map((job) => ({
      at: job.queuedAt,
      says: 'Its mail waits, and no worker has taken it. Is one running? Look for worker.started and worker.error in the log.',
    })),
    ...request.messages.map((message) => ({
      at: message.updatedAt,
      says: whatBecameOf(message),
    })),
    ...request.codeVerifiedAt.map((at) => ({ at, says: 'The code was typed, and was right.' })),
    ...endsOfLinks(request),
  ]
  if (request.passwordChangedAt) {
    told.push({ at: request.passwordChangedAt, says: 'The password was changed.' })
  }
  return told.sort((one, other) => one.at.getTime() - other.at.getTime())
}

/** How it stands now, as far as that is not a moment in its story. */
export function standingOf(request: RequestStory): string[] {
  const { wrongTries } = request
  const says: string[] = []
  if (wrongTries > 0) {
    const closed = wrongTries >= TRIES_PER_REQUEST ? ' Its codes are closed; its link is not.' : ''
    says.push(`Codes were tried ${times(wrongTries)} and were wrong.${closed}`)
  }
  const links = request.secrets.filter(({ kind, good }) => kind === 'link' && good)
  const until = links.at(-1)?.expiresAt
  // An attempt that failed has left a link that nobody holds.
  const mailed = request.messages.some(({ state }) => state === 'handed-over')
  if (mailed && until) says.push(`The link in its mail works until ${instant(until)}.`)
  if (request.messages.at(-1)?.state === 'handed-over' && !request.passwordChangedAt) {
    says.push(
      "If it did not arrive: look in the spam folder, in the mail server's log, and at SPF, DKIM and DMARC.",
    )
  }
  says.push(
    request.open
      ? `The request is open until ${instant(request.closesAt)}.`
      : `The request was closed at ${instant(request.closesAt)}.`,
  )
  return says
}

function endsOfLinks({ secrets }: RequestStory): Said[] {
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
