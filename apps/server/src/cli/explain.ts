import { type EmailAddress, mask } from '@latchkey/core'
import type { AddressStory, MessageStory, Operator, SuppressionStory } from '@latchkey/db'
import { say } from '@latchkey/operator'
import { Command } from 'commander'
import { digestsOf } from '../operator/digests-of.ts'
import { findSubject, looksLikeAddress } from '../operator/subject.ts'
import { sayAccount, sayAccountEvents } from '../operator/words/address-words.ts'
import type { MailNow } from '../operator/words/email-words.ts'
import { addressGiven, printable } from './arguments.ts'
import { describeMessage, describeTrouble, instant, UNKNOWN_ADDRESS } from './message-words.ts'
import { historyOf, stateOf } from './request-words.ts'
import { describeSuppression } from './suppression-words.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withDigests } from './with-digests.ts'

export function explainCommand(terminal: Terminal): Command {
  return new Command('explain')
    .description('explain why a user got no email: the history of their requests, newest first')
    .argument(
      '<address|requestId|accountId>',
      'the address of the user, one request, or the account',
    )
    .option('--json', 'print the result as JSON')
    .action(async (subject: string, options: { json?: true }) => {
      if (looksLikeAddress(subject)) addressGiven(subject)
      const config = terminal.config()
      const { typed, story, suppressions, mail, near } = await withDigests(
        { terminal, config },
        async (operator) => {
          const { typed, address, known } = await lookFor(operator, subject)
          const addressDigests = digestsOf(config, address)
          const by = { canonicalEmail: address.canonical, addressDigests }
          const story = known ?? (await operator.findRequests(by))
          if (!story) throw new Error('An address has no answer')
          const isUnknown = typed !== undefined && story.account === undefined
          return {
            ...{ typed, story },
            suppressions: await operator.findSuppressions(addressDigests),
            mail: { now: new Date(), trouble: await operator.mailTrouble() },
            near: isUnknown ? await operator.findNearAccounts(address.canonical) : [],
          }
        },
      )
      const { trouble } = mail
      if (trouble && !options.json) terminal.print(`${describeTrouble(trouble)}\n`)
      terminal.print(
        options.json
          ? JSON.stringify({
              trouble,
              ...asJson(story, { mail, address: typed }),
              suppressions,
              nearAccounts: near,
            })
          : inWords({ story, suppressions, near, mail, address: typed }),
      )
    })
}

type Looked = {
  address: EmailAddress
  /** The same, if it was typed. */
  typed?: EmailAddress
  /** Of one request. */
  known?: AddressStory
}

/** @throws CommandFailed */
async function lookFor(operator: Operator, given: string): Promise<Looked> {
  const subject = await findSubject(operator, given)
  switch (subject.kind) {
    case 'address':
      return { address: subject.address, typed: subject.address }
    case 'request':
      return { address: subject.address, known: subject.story }
    case 'account':
      if (subject.address) return { address: subject.address }
      throw new CommandFailed(say('act.no-address', {}).text)
    default:
      throw new CommandFailed(
        subject.kind === 'none' && subject.id !== undefined
          ? `There is no request and no account ${subject.id}. Requests are kept for 7 days.`
          : `"${printable(given)}" is neither an email address nor the id of a request or an account.`,
      )
  }
}

function asJson(
  { requests, notices, ...rest }: AddressStory,
  { mail, address }: Pick<Found, 'mail' | 'address'>,
) {
  return {
    ...rest,
    requests: requests.map(({ address: _, messages, ...request }, i) => ({
      ...request,
      messages: messages.map(({ to: _to, ...message }) => message),
      says: requests[i] && [
        ...historyOf(requests[i], mail, address?.registered),
        ...stateOf(requests[i], rest),
      ],
    })),
    notices: notices.map(({ to: _to, ...notice }) => notice),
  }
}

type Found = {
  story: AddressStory
  suppressions: SuppressionStory[]
  near: string[]
  mail: MailNow
  /** As it was given; `undefined`: the id of a request was. */
  address: EmailAddress | undefined
}

const noticeTitles: Partial<Record<MessageStory['kind'], string>> = {
  'password-changed': 'Notice of a changed password',
  'link-issued': 'Notice of a link that was made by hand',
  'reset-required': 'Email that asks for a new password',
}

function inWords({ story, suppressions, near, mail, address }: Found): string {
  const given = address?.registered
  const lines = [sayAccount(story, given ?? 'its address').text]
  if (near.length > 0) lines.push(say('account.near', { addresses: near }).text)
  lines.push(...suppressions.map((one) => describeSuppression(one, given ?? UNKNOWN_ADDRESS)))
  lines.push(...sayAccountEvents(story).map(({ text }) => text))
  if (story.requests.length === 0) lines.push(say('requests.none', {}).text)
  for (const request of story.requests) {
    lines.push('', `Request ${request.id}, for ${mask(request.address)}`)
    for (const { at, says } of historyOf(request, mail, given)) lines.push(entry(at, says))
    for (const says of stateOf(request, story)) lines.push(`  ${says}`)
  }
  if (story.more) lines.push('', say('requests.more', {}).text)
  for (const notice of story.notices) {
    lines.push('', `${noticeTitles[notice.kind] ?? 'Notice'}, ${notice.id}`)
    lines.push(entry(notice.updatedAt, describeMessage(notice, mail, given)))
  }
  return lines.join('\n')
}

function entry(at: Date, says: string): string {
  const indent = ' '.repeat(27)
  return `  ${instant(at)}  ${says.replaceAll('\n', `\n${indent}`)}`
}
