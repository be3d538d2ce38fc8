import type { AddressDigest, CodeDigest, TokenDigest } from '../digest.ts'
import type {
  DeliveryJob,
  GuessLimits,
  NoRight,
  Opened,
  RecoveryStore,
  Resend,
  Secrets,
} from '../ports/index.ts'
import { CANDIDATE_REQUESTS, secretKinds, TRIES_PER_REQUEST } from '../secret.ts'
import { sameDigest } from './chance.ts'
import { earlierOf, minutesAfter, type SettableClock } from './clock.ts'
import { everybody, type InMemoryLimiter } from './limiter.ts'
import {
  type AccountRow,
  type RequestRow,
  type SecretRow,
  type Tables,
  unchangedAccount,
} from './tables.ts'

type Parts = { tables: Tables; clock: SettableClock; limiter: InMemoryLimiter; secrets: Secrets }

// No method awaits anything: each is one step, as a transaction is.
export function createInMemoryRecoveryStore(parts: Parts): RecoveryStore {
  const { tables, clock, limiter, secrets } = parts
  const requestById = (id: string) => tables.requests.find((request) => request.id === id)
  const isOpen = (request: RequestRow) => request.expiresAt > clock.now()

  const queue = (job: DeliveryJob) => {
    const messageId = secrets.newId()
    tables.jobs.push({ messageId, job })
    tables.queuedAt.set(messageId, clock.now())
  }
  const queueMail = (request: RequestRow, ask: Pick<Resend, 'charges'>, minutes: number) => {
    const address = { ...ask.charges.address, subject: request.addressDigest }
    const charged = limiter.chargeNow([{ limit: 'mail-by-address', ...address }])
    const withheld = charged.status === 'rate-limited'
    const job = { kind: 'recovery', requestId: request.id, withheld } as const
    queue(job)
    const codeExpiresAt = earlierOf(minutesAfter(clock.now(), minutes), request.expiresAt)
    return { status: 'opened', requestId: request.id, codeExpiresAt } satisfies Opened
  }

  const voidSecrets = (account: AccountRow, which: (row: SecretRow) => boolean) => {
    const ofAccount = tables.secrets.filter((row) => row.accountId === account.id)
    for (const row of ofAccount.filter(which)) row.end ??= 'voided'
  }

  const chargeRequest = ({ client, inAll }: Resend['charges']) =>
    limiter.chargeNow([...client, { limit: 'request-in-all', subject: everybody, windows: inAll }])

  const inAll = (limits: GuessLimits) =>
    ({ limit: 'guess-in-all', subject: everybody, windows: limits['guess-in-all'] }) as const
  const houseIsFull = (limits: GuessLimits) => {
    const charged = limiter.chargeNow([inAll(limits)])
    if (charged.status === 'rate-limited') return charged
    limiter.refund(inAll(limits))
    return undefined
  }
  const chargeAddress = (subject: AddressDigest, limits: GuessLimits) => {
    const windows = limits['guess-by-address']
    const day = limiter.chargeNow([{ limit: 'guess-by-address', subject, windows }])
    if (day.status === 'rate-limited') return false
    if (!limiter.fail('guess-in-a-row', subject, limits['guess-in-a-row'])) return false
    return limiter.chargeNow([inAll(limits)]).status === 'charged'
  }
  const giveBack = (subject: AddressDigest) => {
    limiter.refund({ limit: 'guess-by-address', subject })
    limiter.refund({ limit: 'guess-in-all', subject: everybody })
    limiter.empty({ limit: 'guess-in-a-row', subject })
  }

  return {
    async openRequest({ charges, lifetimes, ...asked }) {
      const charged = chargeRequest(charges)
      if (charged.status === 'rate-limited') return charged
      const request: RequestRow = {
        ...asked,
        requestedAt: clock.now(),
        expiresAt: minutesAfter(clock.now(), lifetimes.requestMinutes),
        tries: 0,
      }
      tables.requests.push(request)
      return queueMail(request, { charges }, lifetimes.codeMinutes)
    },

    async resend(ask) {
      const request = requestById(ask.requestId)
      if (!request || !isOpen(request)) return undefined
      const charged = chargeRequest(ask.charges)
      return charged.status === 'rate-limited'
        ? charged
        : queueMail(request, ask, ask.codeLifetimeMinutes)
    },

    async chargeGuess(requestId, limits) {
      const full = houseIsFull(limits)
      if (full) return full
      const request = requestById(requestId)
      if (!request) return 'unknown'
      if (!isOpen(request)) return 'expired'
      if (request.tries >= TRIES_PER_REQUEST) return 'exhausted'
      if (!chargeAddress(request.addressDigest, limits)) return 'exhausted'
      request.tries += 1
      return 'charged'
    },

    async chargeGuessByAddress(addressDigest, limits) {
      const full = houseIsFull(limits)
      if (full) return full
      if (!chargeAddress(addressDigest, limits)) return { status: 'exhausted' }
      const candidates = tables.requests
        .filter((request) => sameDigest(request.addressDigest, addressDigest) && isOpen(request))
        .slice(-CANDIDATE_REQUESTS)
        .filter((request) => request.tries < TRIES_PER_REQUEST)
      for (const request of candidates) request.tries += 1
      return { status: 'charged', requestIds: candidates.map((request) => request.id) }
    },

    async findCode(candidates) {
      for (const { requestId, codeDigests } of candidates) {
        const secret = tables.secrets.find((row) => isCode(row, requestId, codeDigests))
        const account = secret && unchangedAccount(tables, secret)
        if (account && !secret.end && secret.expiresAt > clock.now()) {
          return { requestId, owner: account.owner }
        }
      }
      return undefined
    },

    async refundGuess(requestId) {
      const request = requestById(requestId)
      if (!request) return
      request.tries -= 1
      giveBack(request.addressDigest)
    },

    async recordRefusal() {
      tables.refusedProofs += 1
    },

    async spendCode({ requestId, codeDigests, ticketDigest, ticketLifetimeMinutes }) {
      const request = requestById(requestId)
      const secret = tables.secrets.find((row) => isCode(row, requestId, codeDigests))
      const account = secret && unchangedAccount(tables, secret)
      if (!request || !account || secret.end || secret.expiresAt <= clock.now()) {
        return { status: 'wrong' }
      }
      secret.end = 'spent'
      request.tries -= 1
      giveBack(request.addressDigest)
      const ticketExpiresAt = minutesAfter(clock.now(), ticketLifetimeMinutes)
      tables.secrets.push({
        ...secret,
        kind: 'ticket',
        digest: ticketDigest,
        expiresAt: ticketExpiresAt,
        end: undefined,
      })
      return { status: 'spent', owner: account.owner, ticketExpiresAt }
    },

    async findRight(tokenDigest) {
      const found = goodRight(parts, tokenDigest)
      if (found.status === 'none') return found
      return { status: 'good', owner: found.account.owner, expiresAt: found.secret.expiresAt }
    },

    async changePassword({ tokenDigest, passwordHash, ...subjects }) {
      const found = goodRight(parts, tokenDigest)
      if (found.status === 'none') return found
      const { account, secret } = found
      const changedAt = clock.now()
      secret.end = 'spent'
      Object.assign(account, { passwordHash, passwordChangedAt: changedAt })
      account.credentialVersion += 1
      voidSecrets(account, (row) => row.kind !== 'not-me')
      limiter.forget(subjects)
      tables.sessions = tables.sessions.filter((session) => session.accountId !== account.id)
      queue({
        kind: 'password-changed',
        accountId: account.id,
        changedAt: changedAt.toISOString(),
      })
      return { status: 'changed', accountId: account.id }
    },

    async findNotMe(tokenDigest) {
      const found = goodNotMe(parts, tokenDigest)
      if (found.status === 'none') return found
      return { status: 'good', owner: found.account.owner, expiresAt: found.secret.expiresAt }
    },

    async reportNotMe({ tokenDigest, passwordHash, request: asked }) {
      const found = goodNotMe(parts, tokenDigest)
      if (found.status === 'none') return found
      const { account, secret } = found
      secret.end = 'spent'
      Object.assign(account, { passwordHash, passwordChangedAt: clock.now() })
      account.credentialVersion += 1
      voidSecrets(account, () => true)
      tables.sessions = tables.sessions.filter((session) => session.accountId !== account.id)
      const { lifetimes, ...facts } = asked
      tables.requests.push({
        ...facts,
        address: account.owner,
        requestedAt: clock.now(),
        expiresAt: minutesAfter(clock.now(), lifetimes.requestMinutes),
        tries: 0,
      })
      queue({ kind: 'recovery', requestId: asked.id, withheld: false })
      const codeExpiresAt = minutesAfter(clock.now(), lifetimes.codeMinutes)
      return { status: 'reported', accountId: account.id, codeExpiresAt }
    },

    async purge() {
      const requests = tables.requests.length
      tables.requests = tables.requests.filter(isOpen)
      return { ...nothingPurged, requests: requests - tables.requests.length }
    },
  }
}

const nothingPurged = {
  secrets: 0,
  expiredUnused: 0,
  requests: 0,
  messages: 0,
  sessions: 0,
  limiterBuckets: 0,
  auditEvents: 0,
}

function isCode(row: SecretRow, requestId: string, codeDigests: readonly CodeDigest[]): boolean {
  const isOne = row.kind === 'code' && row.requestId === requestId
  return isOne && codeDigests.some((digest) => sameDigest(row.digest, digest))
}

type Found = NoRight | { status: 'good'; account: AccountRow; secret: SecretRow }

/** Good however often the password was changed since: whoever did that must not disarm it. */
function goodNotMe({ tables, clock }: Parts, tokenDigest: TokenDigest): Found {
  const secret = tables.secrets.find(
    (row) => row.kind === 'not-me' && sameDigest(row.digest, tokenDigest),
  )
  if (!secret) return { status: 'none', reason: 'unknown' }
  if (secret.end) return { status: 'none', reason: secret.end }
  if (secret.expiresAt <= clock.now()) return { status: 'none', reason: 'expired' }
  const account = tables.accounts.find(({ id }) => id === secret.accountId)
  return account?.status === 'active'
    ? { status: 'good', account, secret }
    : { status: 'none', reason: 'voided' }
}

function goodRight({ tables, clock }: Parts, tokenDigest: TokenDigest): Found {
  const secret = tables.secrets.find(
    (row) => secretKinds[row.kind].proves === 'right' && sameDigest(row.digest, tokenDigest),
  )
  if (!secret) return { status: 'none', reason: 'unknown' }
  if (secret.end) return { status: 'none', reason: secret.end }
  if (secret.expiresAt <= clock.now()) return { status: 'none', reason: 'expired' }
  const account = unchangedAccount(tables, secret)
  return account ? { status: 'good', account, secret } : { status: 'none', reason: 'voided' }
}
