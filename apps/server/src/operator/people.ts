import { type EmailAddress, mask } from '@latchkey/core'
import type { AddressStory, Operator, SuppressionStory } from '@latchkey/db'
import { type Found, type Person, type Said, say } from '@latchkey/operator'
import { placeOf } from '@latchkey/server/parts'
import type { Config } from '../config/config.ts'
import { digestsOf } from './digests-of.ts'
import { shownAccount, shownEmail, shownRequest, shownSuppression } from './shown.ts'
import { readSubject } from './subject.ts'
import { sayAccount, sayAccountEvents } from './words/address-words.ts'

type Invalid = { status: 'invalid'; problem: string }

/** Whom an act is about, and how the address may be shown. */
export type Known = { address: EmailAddress; shown: string }

export type People = ReturnType<typeof createPeople>

export function createPeople(config: Config, operator: Operator) {
  /** A request stands for its address. */
  async function find(typed: string): Promise<Known | Invalid | { status: 'none' }> {
    const subject = readSubject(typed)
    if (subject.kind === 'invalid') return { status: 'invalid', problem: subject.problem }
    if (subject.kind === 'address') {
      return { address: subject.address, shown: subject.address.registered }
    }
    const story = await operator.findRequests({ requestId: subject.requestId })
    const address = story?.requests[0]?.address
    return address ? { address, shown: mask(address) } : { status: 'none' }
  }

  async function search(typed: string, by: string): Promise<Found | Invalid> {
    const subject = readSubject(typed)
    if (subject.kind === 'invalid') return { status: 'invalid', problem: subject.problem }
    if (subject.kind === 'request') {
      const { requestId } = subject
      await operator.recordSearch({ operator: by, requestId })
      const story = await operator.findRequests({ requestId })
      const address = story?.requests[0]?.address
      if (!story || !address) return { status: 'none', says: say('act.no-request', {}) }
      return { status: 'found', person: await describe(story, { address, shown: mask(address) }) }
    }
    const { address } = subject
    const digests = digestsOf(config, address)
    const [addressDigest] = digests
    if (!addressDigest) throw new Error('An address has no digest')
    await operator.recordSearch({ operator: by, addressDigest })
    const { canonical } = address
    const story = await operator.findRequests({
      canonicalEmail: canonical,
      addressDigests: digests,
    })
    if (!story) throw new Error('An address has no answer')
    const near = story.account ? [] : await operator.findNearAccounts(canonical)
    const known = { address, shown: address.registered }
    return { status: 'found', person: await describe(story, known, near) }
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
