import { mask } from '@latchkey/core'
import type { AddressStory, SuppressionStory } from '@latchkey/db'
import { Command } from 'commander'
import { addressGiven, isId } from './arguments.ts'
import { digestsOf } from './digests-of.ts'
import { describeMessage, describeTrouble, instant } from './message-words.ts'
import { historyOf, stateOf } from './request-words.ts'
import { describeSuppression } from './suppression-words.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withOperator } from './with-operator.ts'

export function explainCommand(terminal: Terminal): Command {
  return new Command('explain')
    .description('explain why a user got no email: the history of their requests, newest first')
    .argument('<address|requestId>', 'the address of the user, or one request')
    .option('--json', 'print the result as JSON')
    .action(async (subject: string, options: { json?: true }) => {
      const address = isId(subject) ? undefined : addressGiven(subject)
      const config = terminal.config()
      const by = address
        ? { canonicalEmail: address.canonical, addressDigests: digestsOf(config, address) }
        : { requestId: subject }
      const { story, suppressions, trouble, near } = await withOperator(
        config,
        async (operator) => {
          const story = await operator.findRequests(by)
          const isUnknown = address !== undefined && story?.account === undefined
          const asked = address ?? story?.requests[0]?.address
          return {
            story,
            suppressions: asked ? await operator.findSuppressions(digestsOf(config, asked)) : [],
            trouble: await operator.mailTrouble(),
            near: isUnknown ? await operator.findNearAccounts(address.canonical) : [],
          }
        },
      )
      if (!story) {
        throw new CommandFailed(`There is no request ${subject}. Requests are kept for 7 days.`)
      }
      if (trouble && !options.json) terminal.print(`${describeTrouble(trouble)}\n`)
      terminal.print(
        options.json
          ? JSON.stringify({ ...asJson(story), suppressions, nearAccounts: near })
          : inWords({ story, suppressions, near }, address?.registered ?? 'its address'),
      )
    })
}

function asJson({ requests, notices, ...rest }: AddressStory) {
  return {
    ...rest,
    requests: requests.map(({ address: _, messages, ...request }, i) => ({
      ...request,
      messages: messages.map(({ to: _to, ...message }) => message),
      says: requests[i] && [...historyOf(requests[i]), ...stateOf(requests[i])],
    })),
    notices: notices.map(({ to: _to, ...notice }) => notice),
  }
}

type Found = { story: AddressStory; suppressions: SuppressionStory[]; near: string[] }

function inWords({ story, suppressions, near }: Found, address: string): string {
  const lines = [accountOf(story, address)]
  if (near.length > 0) {
    lines.push(`There is an account for a spelling near it: ${near.join(', ')}`)
  }
  lines.push(...suppressions.map(describeSuppression))
  for (const at of story.revokedAt) {
    lines.push(`An operator revoked all earlier links, codes and sessions at ${instant(at)}.`)
  }
  for (const at of story.undoneAt) {
    lines.push(
      `Your application wrote the password from before a reset back, found at ${instant(at)}: the old password worked again. docs/operating.md says what to do.`,
    )
  }
  if (story.requests.length === 0) {
    lines.push(
      'There was no request for it in the last 7 days. Requests that a limit refused, or for another spelling of the address, are not listed.',
    )
  }
  for (const request of story.requests) {
    lines.push('', `Request ${request.id}, for ${mask(request.address)}`)
    for (const { at, says } of historyOf(request)) lines.push(entry(at, says))
    for (const says of stateOf(request)) lines.push(`  ${says}`)
  }
  if (story.more) lines.push('', 'Older requests are not listed.')
  for (const notice of story.notices) {
    lines.push('', `Notice of a changed password, ${notice.id}`)
    lines.push(entry(notice.updatedAt, describeMessage(notice)))
  }
  return lines.join('\n')
}

function accountOf({ account }: AddressStory, address: string): string {
  if (!account) return `No account has ${address}.`
  if (account.sharedBy > 1) {
    return `${account.sharedBy} active users of your application share ${address}, so none of them gets an email: nobody knows whose it would be. "duplicates" in the map decides that.`
  }
  if (account.status === 'disabled') {
    return `The account of ${address} is disabled: it gets no email.`
  }
  if (!account.hasPassword) {
    return `The account of ${address} has no password, because it signs in elsewhere: it gets an email that says so, without a link or a code.`
  }
  return `There is an account for ${address}.`
}

function entry(at: Date, says: string): string {
  const indent = ' '.repeat(27)
  return `  ${instant(at)}  ${says.replaceAll('\n', `\n${indent}`)}`
}
