import { type EmailAddress, mask } from '@latchkey/core'
import type { AddressStory } from '@latchkey/db'
import { Command } from 'commander'
import type { Config } from '../config/config.ts'
import { secretsFor } from '../start/compose.ts'
import { addressGiven, isId } from './arguments.ts'
import { instant, saidOf, whatBecameOf } from './message-words.ts'
import { standingOf, storyOf } from './request-words.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withOperator } from './with-operator.ts'

export function explainCommand(terminal: Terminal): Command {
  return new Command('explain')
    .description('say why somebody got no mail: what became of their requests, the newest first')
    .argument('<address|requestId>', 'who asked, or one request')
    .option('--json', 'print what is known as JSON')
    .action(async (asked: string, options: { json?: true }) => {
      const address = isId(asked) ? undefined : addressGiven(asked)
      const config = terminal.config()
      const by = address ? storedAs(config, address) : { requestId: asked }
      const { story, trouble } = await withOperator(config, async (operator) => ({
        story: await operator.findRequests(by),
        trouble: await operator.mailTrouble(),
      }))
      if (!story) {
        throw new CommandFailed(`There is no request ${asked}. Requests are kept for 7 days.`)
      }
      if (trouble && !options.json) terminal.print(`${saidOf(trouble)}\n`)
      terminal.print(
        options.json
          ? JSON.stringify(asJson(story))
          : told(story, address?.registered ?? 'its address'),
      )
    })
}

/** As requests know an address: under the digest of today, and those of former server secrets. */
function storedAs(config: Config, address: EmailAddress) {
  const secrets = secretsFor(config)
  const addressDigests = [secrets.addressDigest(address), ...secrets.formerAddressDigests(address)]
  return { canonicalEmail: address.canonical, addressDigests }
}

function asJson({ requests, notices, ...rest }: AddressStory) {
  return {
    ...rest,
    requests: requests.map(({ address: _, messages, ...request }, i) => ({
      ...request,
      messages: messages.map(({ to: _to, ...message }) => message),
      says: requests[i] && [...storyOf(requests[i]), ...standingOf(requests[i])],
    })),
    notices: notices.map(({ to: _to, ...notice }) => notice),
  }
}

function told(story: AddressStory, who: string): string {
  const lines = [`${whoseItIs(story, who)}`]
  for (const at of story.revokedAt) {
    lines.push(`An operator made everything of before useless, at ${instant(at)}.`)
  }
  if (story.requests.length === 0) {
    lines.push(
      `Nobody asked for it in the last 7 days. An ask that a limit refused, or that was for another spelling, is not here.`,
    )
  }
  for (const request of story.requests) {
    lines.push('', `Request ${request.id}, for ${mask(request.address)}`)
    for (const { at, says } of storyOf(request)) lines.push(indented(`${instant(at)}  ${says}`, 25))
    for (const says of standingOf(request)) lines.push(`  ${says}`)
  }
  if (story.more) lines.push('', 'There are older requests, which are left out.')
  for (const notice of story.notices) {
    lines.push('', `Notice of a changed password, ${notice.id}`)
    lines.push(indented(`${instant(notice.updatedAt)}  ${whatBecameOf(notice)}`, 25))
  }
  return lines.join('\n')
}

function whoseItIs({ account }: AddressStory, who: string): string {
  if (!account) return `No account has ${who}.`
  if (account.status === 'disabled') return `The account of ${who} is disabled: it gets no mail.`
  if (!account.hasPassword) {
    return `The account of ${who} has no password, as it signs in elsewhere: it gets no mail.`
  }
  return `There is an account for ${who}.`
}

function indented(text: string, by: number): string {
  return `  ${text.replaceAll('\n', `\n${' '.repeat(by + 2)}`)}`
}
