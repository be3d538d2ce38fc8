import { expect } from 'vitest'
import type { TokenDigest } from '../../digest.ts'
import type { EmailAddress } from '../../email-address.ts'
import type {
  AccountStatus,
  DeliveryAttempt,
  NewRequest,
  Outcome,
  Prepared,
  PreparedEmail,
  SharedCharge,
  SignInSubjects,
} from '../../ports/index.ts'
import type { Span } from '../clock.ts'
import {
  changeWith,
  mintedFrom,
  mintedNotMe,
  newAddress,
  newDigest,
  newId,
  newPair,
  newRequest,
  newSubjects,
  type Pair,
  preparationOf,
  spendOf,
} from '../made-up.ts'
import type { Stores } from '../stores.ts'

/** Stores of one kind, and what stories need besides the ports. */
export type StoresUnderTest = {
  stores: Stores
  now(): Date
  /** Everything that is stored becomes so much older. */
  letTimePass(span: Span): Promise<void>
  /** Claims the jobs that are due, as a worker does. */
  claimJobs(): Promise<DeliveryAttempt[]>
  /** Frees every claimed job, as when all workers have died. */
  freeJobs(): Promise<void>
  setAccountStatus(accountId: string, status: AccountStatus): Promise<void>
  deleteAccount(accountId: string): Promise<void>
  close(): Promise<void>
}

export type Account = { id: string; address: EmailAddress }
export type Emailed = { request: NewRequest; pair: Pair }

/** An outcome without the attempt it is of. */
export type End = Outcome extends infer One
  ? One extends Outcome
    ? Omit<One, 'attempt'>
    : never
  : never

export type Scene = ReturnType<typeof openScene>

/** The people and emails of a story. */
export function openScene(under: StoresUnderTest) {
  const { recovery, messages, accounts, sessions } = under.stores
  let claimed: DeliveryAttempt[] = []

  const scene = {
    ...under,
    ...under.stores,

    minutesUntil(date: Date | undefined): number {
      return ((date?.getTime() ?? Number.NaN) - under.now().getTime()) / 60_000
    },

    async addAccount(
      change: { address?: EmailAddress; passwordHash?: string | null; locale?: string } = {},
    ): Promise<Account> {
      const { address = newAddress(), passwordHash = 'first hash', locale } = change
      const account = { id: newId(), address }
      await accounts.add({ ...account, passwordHash: passwordHash ?? undefined, locale })
      return account
    },

    async openRequest(change: Partial<NewRequest> = {}): Promise<NewRequest> {
      const request = newRequest(change)
      const opened = await recovery.openRequest(request)
      if (opened.status !== 'opened') throw new Error(`The request was ${opened.status}`)
      return request
    },

    /** Claims the jobs about one request or one account. */
    async jobsOf(subject: string): Promise<DeliveryAttempt[]> {
      claimed.push(...(await under.claimJobs()))
      const wanted = claimed.filter(({ job }) => subjectOf(job) === subject)
      claimed = claimed.filter((attempt) => !wanted.includes(attempt))
      return wanted
    },

    /** The one job about it. */
    async jobOf(subject: string): Promise<DeliveryAttempt> {
      const [attempt, ...more] = await scene.jobsOf(subject)
      if (!attempt || more.length > 0) throw new Error('One job was expected')
      return attempt
    },

    async prepare(attempt: DeliveryAttempt, pair?: Pair): Promise<Prepared> {
      const [prepared] = await messages.prepare([preparationOf(attempt, pair && mintedFrom(pair))])
      if (!prepared) throw new Error('The store returned nothing')
      return prepared
    },

    async record(attempt: DeliveryAttempt, end: End): Promise<number | undefined> {
      return (await messages.record([{ attempt, ...end }]))[0]
    },

    /** Does the next job of an open request, up to the email in the owner's hands. */
    async deliver(requestId: string): Promise<Pair> {
      const attempt = await scene.jobOf(requestId)
      const pair = newPair(requestId)
      ready(await scene.prepare(attempt, pair))
      await scene.record(attempt, ok)
      return pair
    },

    /** The owner requested a recovery and got the email. */
    async emailFor(account: Account, change: Partial<NewRequest> = {}): Promise<Emailed> {
      const request = await scene.openRequest({ address: account.address, ...change })
      return { request, pair: await scene.deliver(request.id) }
    },

    /** A new account whose owner has requested a recovery and got the email. */
    async emailedAccount(): Promise<{ account: Account } & Emailed> {
      const account = await scene.addAccount()
      return { account, ...(await scene.emailFor(account)) }
    },

    async ticketFor(pair: Pair): Promise<TokenDigest> {
      const spend = spendOf(pair)
      const spent = await recovery.spendCode(spend)
      if (spent.status !== 'spent') throw new Error(`The code is ${spent.status}`)
      return spend.ticketDigest
    },

    /** The password of the account was changed, and the owner got the notice. Returns its not-me secret. */
    async noticeFor(account: Account): Promise<TokenDigest> {
      const { pair } = await scene.emailFor(account)
      const changed = await recovery.changePassword(changeWith(pair.link))
      if (changed.status !== 'changed') throw new Error(`The link is ${changed.reason}`)
      const attempt = await scene.jobOf(account.id)
      const digest = newDigest()
      const [prepared] = await messages.prepare([preparationOf(attempt, mintedNotMe(digest))])
      ready(prepared)
      await scene.record(attempt, ok)
      return digest
    },

    async noticedAccount() {
      const account = await scene.addAccount()
      return { account, notMe: await scene.noticeFor(account) }
    },

    async credentialVersionOf({ address }: Account): Promise<number> {
      return (await accounts.findForSignIn(address.canonical))?.credentialVersion ?? 0
    },

    async signIn(
      account: Account,
      subjects: SignInSubjects & Partial<SharedCharge> = newSubjects(),
    ) {
      const tokenDigest = newDigest()
      const session = await sessions.open({
        tokenDigest,
        accountId: account.id,
        credentialVersion: await scene.credentialVersionOf(account),
        idleMinutes: IDLE_MINUTES,
        absoluteMinutes: 24 * 60,
        clientDigest: newDigest(),
        ...{ chargedAddress: false, chargedStreak: false },
        ...subjects,
      })
      return { tokenDigest, session }
    },

    findSession: (tokenDigest: TokenDigest) => sessions.find(tokenDigest, IDLE_MINUTES),
  }
  return scene
}

const IDLE_MINUTES = 120

export const ok = { status: 'handed-over', answer: '250 ok' } as const
export const busy = {
  status: 'delayed',
  failure: 'busy',
  answer: '451 later',
  seconds: 60,
} as const
export const refusedForGood = { status: 'dead', failure: 'refused', answer: '550 no' } as const

export function ready(prepared: Prepared | undefined): PreparedEmail {
  if (prepared?.status !== 'ready') throw new Error(`The email is ${prepared?.status}`)
  return prepared
}

export const none = (reason: string) => ({ status: 'none', reason })
export const rateLimited = { status: 'rate-limited', retryAfterSeconds: expect.any(Number) }

function subjectOf(job: DeliveryAttempt['job']): string {
  return job.kind === 'recovery' ? job.requestId : job.accountId
}
