import type { AddressStory, RequestStory } from '@latchkey/db'
import type { MailNow } from '../operator/words/email-words.ts'
import { sayRequest, tellRequest } from '../operator/words/request-words.ts'
import { describeMessage } from './message-words.ts'

export type Happened = { at: Date; says: string }

/** What happened to one request, in chronological order. */
export function historyOf(request: RequestStory, mail: MailNow, address?: string): Happened[] {
  return tellRequest(request, mail).map((entry) => ({
    at: entry.at,
    says: 'email' in entry ? describeMessage(entry.email, mail, address) : entry.says.text,
  }))
}

/** The present state of a request, in sentences. */
export function stateOf(request: RequestStory, owner: Pick<AddressStory, 'account'>): string[] {
  return sayRequest(request, owner).map(({ text }) => text)
}
