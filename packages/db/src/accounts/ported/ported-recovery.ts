import { randomUUID } from 'node:crypto'
import {
  kindsOfSecret,
  type NoRight,
  type PendingChange,
  type RecoveryStore,
  type TokenDigest,
  Unavailable,
} from '@latchkey/core'
import type { LimitParts } from '../../limits/limit-parts.ts'
import { noticedBy } from '../../requests/after-change.ts'
import { findCode } from '../../requests/find-code.ts'
import { findNotMe } from '../../requests/find-not-me.ts'
import { findRight } from '../../requests/find-right.ts'
import { openRight } from '../../requests/note-opening.ts'
import { spendCodes } from '../../requests/spend-code.ts'
import { ownerOf } from '../account-table.ts'
import { type AccountPort, type PortedChange, PortFailure } from './account-port.ts'
import { atSecrets } from './looks.ts'
import { freeSecret, reserveChange } from './reserve-change.ts'
import { type Settled, settleChange } from './settle-change.ts'

type Parts = Pick<LimitParts, 'db' | 'rateLimits'> & { port: AccountPort }

/**
 * The part of the store of recoveries that reads and changes accounts, for accounts at an application. Requests and limits are as everywhere, and know no account.
 * A change takes three steps: the secret is reserved, the application makes the change, and the change is settled.
 */
export function portedRecovery(
  parts: Parts,
): Pick<
  RecoveryStore,
  'findCode' | 'findRight' | 'findNotMe' | 'spendCode' | 'changePassword' | 'reportNotMe'
> {
  const { db, port } = parts
  const at = (tokenDigest: TokenDigest) => atSecrets(db, port, [tokenDigest])
  return {
    async findCode(candidates) {
      const digests = candidates.flatMap(({ codeDigests }) => codeDigests)
      return findCode((await atSecrets(db, port, digests)).db, candidates)
    },
    async spendCode(spend) {
      const looking = await atSecrets(db, port, spend.codeDigests)
      const [spent] = await spendCodes(looking.db, [spend])
      return spent ?? { status: 'wrong' }
    },
    async findRight(tokenDigest) {
      return openRight((await at(tokenDigest)).db, tokenDigest)
    },
    async findNotMe(tokenDigest) {
      return findNotMe((await at(tokenDigest)).db, tokenDigest)
    },
    changePassword: (change) => changePassword(parts, change),
    reportNotMe: (notMe) => reportNotMe(parts, notMe),
  }
}

/** How often a report looks again if the password is changed while it is made. */
const MOST_TRIES = 3

async function changePassword(
  parts: Parts,
  change: Parameters<RecoveryStore['changePassword']>[0],
): Promise<{ status: 'changed'; accountId: string } | NoRight> {
  const { db, port } = parts
  const { tokenDigest, passwordHash: password } = change
  const { db: looking, accounts } = await atSecrets(db, port, [tokenDigest])
  const [account] = accounts
  if (!account) return { status: 'none', reason: 'unknown' }
  const pending: PendingChange = {
    why: 'reset',
    accountId: account.id,
    tokenDigest: hex(tokenDigest),
    clientDigest: hex(change.clientDigest),
    addressDigest: hex(change.addressDigest),
    signInPair: hex(change.signInPair),
    ...noticedBy(change.by),
  }
  const reservation = { changeId: randomUUID(), tokenDigest, pending }
  const kinds = kindsOfSecret(({ proves }) => proves === 'right')
  if (!(await reserveChange(looking, reservation, kinds))) {
    const right = await findRight(looking, tokenDigest)
    if (right.status === 'none') return right
    throw inUse()
  }
  const asked = { password, id: account.id, ifVersion: account.version, why: 'reset' } as const
  if (await makeChange(parts, reservation, asked)) {
    return { status: 'changed', accountId: account.id }
  }
  const right = await findRight((await atSecrets(db, port, [tokenDigest])).db, tokenDigest)
  if (right.status === 'none') return right
  throw new PortFailure(
    'unreadable',
    `${port.place}/change says that the version is stale, and /look still says the same version. The link stays valid`,
  )
}

async function reportNotMe(
  parts: Parts,
  { tokenDigest, passwordHash: password, request }: Parameters<RecoveryStore['reportNotMe']>[0],
): ReturnType<RecoveryStore['reportNotMe']> {
  const { db, port } = parts
  const kinds = kindsOfSecret(({ proves }) => proves === 'not-me')
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const { db: looking, accounts } = await atSecrets(db, port, [tokenDigest])
    const [account] = accounts
    const owner = account && ownerOf({ email: account.email, email_canonical: null })
    if (!owner) return whyNot(await findNotMe(looking, tokenDigest))
    const pending: PendingChange = {
      why: 'not-me',
      accountId: account.id,
      tokenDigest: hex(tokenDigest),
      clientDigest: hex(request.clientDigest),
      addressDigest: hex(request.addressDigest),
      requestId: request.id,
      emailCanonical: owner.canonical,
      device: request.device ?? null,
      locale: request.locale ?? null,
      timeZone: request.timeZone ?? null,
      ...request.lifetimes,
    }
    const reservation = { changeId: randomUUID(), tokenDigest, pending }
    if (!(await reserveChange(looking, reservation, kinds))) {
      const right = await findNotMe(looking, tokenDigest)
      if (right.status === 'none') return right
      throw inUse()
    }
    const asked = { password, id: account.id, ifVersion: account.version, why: 'not-me' } as const
    const settled = await makeChange(parts, reservation, asked)
    if (!settled) continue
    // A worker was faster, and has opened the request.
    if (!settled.codeExpiresAt) throw inUse()
    return {
      status: 'reported',
      accountId: account.id,
      codeExpiresAt: settled.codeExpiresAt,
    }
  }
  throw new Unavailable('The password is being changed again and again')
}

function whyNot(right: Awaited<ReturnType<RecoveryStore['findNotMe']>>): NoRight {
  return right.status === 'none' ? right : { status: 'none', reason: 'voided' }
}

/** Another caller uses the secret right now, or did so and nobody knows yet what became of it. */
function inUse(): Unavailable {
  return new Unavailable('A change with this secret is being made')
}

/**
 * The second and the third step. `undefined`: the application did not make the change, because of another one. If that
 * is not known, the reservation stays, and a worker finds out.
 */
async function makeChange(
  { db, port, rateLimits }: Parts,
  { changeId, tokenDigest, pending }: Parameters<typeof reserveChange>[1],
  asked: Omit<PortedChange, 'changeId'>,
): Promise<Settled | undefined> {
  const free = () => freeSecret(db, { changeId, tokenDigest }, { endJob: true })
  const answer = await port.change({ changeId, ...asked }).catch(async (error: unknown) => {
    // If this fails too, the worker does it.
    if (error instanceof PortFailure && error.didNothing) await free().catch(() => undefined)
    throw error
  })
  if (answer !== 'changed') {
    await free()
    return undefined
  }
  const settled = await settleChange(db, { changeId, pending, rateLimits })
  return settled ?? { codeExpiresAt: undefined }
}

function hex(digest: Uint8Array): string {
  return Buffer.from(digest).toString('hex')
}
