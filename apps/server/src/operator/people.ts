import { type EmailAddress, mask } from '@latchkey/core'
import type { AddressStory, Operator, SuppressionStory } from '@latchkey/db'
import { type Found, type Person, type Said, say } from '@latchkey/operator'
import { placeOf } from '@latchkey/server/parts'
import type { Config } from '../config/config.ts'
import { digestsOf } from './digests-of.ts'
import { shownAccount, shownEmail, shownRequest, shownSuppression } from './shown.ts'
import { type FoundSubject, findSubject, NEITHER } from './subject.ts'
import { sayAccount, sayAccountEvents } from './words/address-words.ts'

type Invalid = { status: 'invalid'; problem: string }
type Nobody = Extract<Found, { status: 'none' }>

/** Whom an act is about, and how the address may be shown. */
export type Known = { address: EmailAddress; shown: string }

export type People = ReturnType<typeof createPeople>

export function createPeople(config: Config, operator: Operator) {
  /** A request and an account stand for their address. */
  async function find(typed: string): Promise<Known | Invalid | Nobody> {
    const subject = await findSubject(operator, typed)
    if (subject.kind === 'address') {
      return { address: subject.address, shown: subject.address.registered }
    }
    if (!('address' in subject) || !subject.address) return nobody(subject)
    return { address: subject.address, shown: mask(subject.address) }
  }

  async function search(typed: string, by: string): Promise<Found | Invalid> {
    const subject = await findSubject(operator, typed)
    if (subject.kind === 'invalid') return { status: 'invalid', problem: subject.problem }
    await operator.recordSearch({ operator: by, ...searchOf(config, subject) })
    if (!('address' in subject) || !subject.address) return nobody(subject)
    const { address } = subject
    const { canonical } = address
    const shown = subject.kind === 'address' ? address.registered : mask(address)
    const story =
      subject.kind === 'request'
        ? subject.story
        : await operator.findRequests({
            canonicalEmail: canonical,
            addressDigests: digestsOf(config, address),
          })
    if (!story) throw new Error('An address has no answer')
    const isUnknown = subject.kind === 'address' && !story.account
    const near = isUnknown ? await operator.findNearAccounts(canonical) : []
    return { status: 'found', person: await describe(story, { address, shown }, near) }
  }

  async function describe(
    story: AddressStory,
    { address, shown }: Known,
    near: readonly string[] = [],
  ): Promise<Person> {
    const suppressions = await operator.findSuppressions(digestsOf(config, address))
    const account = story.account && (await operator.showAccount(address.canonical))
    const mail = { now: new Date(), trouble: await operator.mailTrouble() }
    const sharedBy = story.account?.sharedBy ?? 1
    return {
      address: shown,
      account: account ? shownAccount(account, sharedBy) : null,
      says: sentences(story, shown, near),
      suppressions: suppressions.map(shownSuppression),
      requests: story.requests.map((request) =>
        shownRequest(request, { account: story.account, mail }),
      ),
      more: story.more,
      notices: story.notices.map((notice) => shownEmail(notice, mail)),
      may: mayDo(config, story, suppressions),
      elsewhere: elsewhere(config),
    }
  }

  return { find, search }
}

/** What the audit trail says of a search. */
function searchOf(config: Config, subject: Exclude<FoundSubject, { kind: 'invalid' }>) {
  switch (subject.kind) {
    case 'address': {
      const [addressDigest] = digestsOf(config, subject.address)
      if (!addressDigest) throw new Error('An address has no digest')
      return { addressDigest }
    }
    case 'request':
      return { requestId: subject.requestId }
    case 'account':
      return { accountId: subject.accountId }
    case 'none':
      return subject.id === undefined ? { accountId: null } : { requestId: subject.id }
  }
}

function nobody(subject: FoundSubject): Nobody | Invalid {
  if (subject.kind === 'invalid') return { status: 'invalid', problem: subject.problem }
  if (subject.kind === 'account') return { status: 'none', says: say('act.no-address', {}) }
  return subject.kind === 'none' && subject.id === undefined
    ? { status: 'invalid', problem: NEITHER }
    : { status: 'none', says: say('act.no-request', {}) }
}

function sentences(story: AddressStory, shown: string, near: readonly string[]): Said[] {
  return [
    sayAccount(story, shown),
    ...(near.length > 0 ? [say('account.near', { addresses: near })] : []),
    ...sayAccountEvents(story),
    ...(story.requests.length === 0 ? [say('requests.none', {})] : []),
    ...(story.more ? [say('requests.more', {})] : []),
  ]
}

function mayDo(
  { accounts }: Pick<Config, 'accounts'>,
  { account }: AddressStory,
  suppressions: readonly SuppressionStory[],
): Person['may'] {
  const isOwn = accounts === undefined && account !== undefined
  return {
    revoke: account !== undefined && account.sharedBy === 1,
    unsuppress: suppressions.some(({ lasts }) => lasts),
    disable: isOwn && account.status === 'active',
    enable: isOwn && account.status === 'disabled',
  }
}

export function elsewhere({
  accounts,
}: Pick<Config, 'accounts'>): Said<'act.accounts-elsewhere'> | null {
  if (accounts === undefined) return null
  const { place, setting } = placeOf(accounts)
  return say('act.accounts-elsewhere', { place: `${place} (${setting})` })
}
