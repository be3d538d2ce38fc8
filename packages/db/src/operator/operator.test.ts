import { randomUUID } from 'node:crypto'
import type { AddressDigest } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ago,
  changeWith,
  guessLimit,
  newAddress,
  newDigest,
  newPair,
  newSubjects,
  preparationOf,
  type StoreTestbed,
  spendOf,
  storeTestbeds,
} from '../testing/index.ts'
import { createOperator, type Operator } from './index.ts'

const by = { operator: 'night shift', reason: 'a ticket' }

const addressOf = ({ canonical }: { canonical: string }, ...addressDigests: AddressDigest[]) => ({
  canonicalEmail: canonical,
  addressDigests,
})

describe.each(storeTestbeds)('the operator on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  let operator: Operator
  beforeAll(async () => {
    testbed = await openTestbed()
    operator = createOperator(testbed.database, testbed.queue)
  })
  afterAll(() => testbed.close())

  async function signIn(accountId: string) {
    const token = newDigest()
    const { credential_version } = await testbed.account(accountId)
    await testbed.stores.sessions.open({
      tokenDigest: token,
      accountId,
      credentialVersion: credential_version,
      idleMinutes: 60,
      absoluteMinutes: 60,
      clientDigest: newDigest(),
      ...newSubjects(),
    })
    return token
  }

  /** An ask whose mail was tried once and failed, and the job behind it. */
  async function failedMail(state: 'delayed' | 'dead') {
    const account = await testbed.addAccount()
    const request = await testbed.openRequest({ address: account.address })
    const [job] = await testbed.jobs(request.id)
    const messageId = job?.id ?? ''
    await testbed.mint(request.id, { messageId })
    await testbed.claimed(messageId)
    const said = { failure: 'busy', answer: '451 later' } as const
    await testbed.record(
      messageId,
      state === 'dead' ? { status: 'dead', ...said } : { status: 'delayed', ...said, seconds: 480 },
    )
    return { account, request, messageId }
  }

  const jobState = async (id: string) => {
    const { rows } = await sql<{ leased: boolean; due: boolean }>`
      select leased_at is not null as leased, due_at <= clock_timestamp() as due from outbox_job
      where id = ${id}`.execute(testbed.db)
    return rows
  }

  describe('revokes', () => {
    test('one account, and leaves the others alone', async () => {
      const ours = await testbed.mailedAccount()
      const other = await testbed.mailedAccount()
      const session = await signIn(ours.account.id)
      const theirs = await signIn(other.account.id)

      const revoked = await operator.revokeAccount(ours.account.address.canonical)
      expect(revoked).toEqual({ accounts: 1, secrets: 2, sessions: 1 })
      const { recovery, sessions } = testbed.stores
      expect(await recovery.findRight(ours.pair.link)).toEqual({ status: 'none', reason: 'voided' })
      expect(await recovery.spendCode(spendOf(ours.pair))).toEqual({ status: 'wrong' })
      expect(await sessions.find(session, 60)).toBeUndefined()
      expect((await testbed.account(ours.account.id)).credential_version).toBe(2)

      expect(await recovery.findRight(other.pair.link)).toMatchObject({ status: 'good' })
      expect(await sessions.find(theirs, 60)).toBeDefined()
      const events = testbed.db.selectFrom('audit_event').selectAll()
      expect(await events.where('account_id', '=', ours.account.id).execute()).toMatchObject([
        { kind: 'signed-in' },
        { kind: 'revoked', outcome: 'account' },
      ])
    })

    test('nothing for an unknown address', async () => {
      expect(await operator.revokeAccount(`${randomUUID()}@example.test`)).toBeUndefined()
    })

    test('a secret that is minted while it does so', async () => {
      const { account, request } = await testbed.mailedAccount()
      const { credential_version } = await testbed.account(account.id)
      await operator.revokeAccount(account.address.canonical)
      const late = newDigest()
      await testbed.db
        .insertInto('secret')
        .values({
          digest: late,
          kind: 'link',
          request_id: request.id,
          account_id: account.id,
          credential_version: String(credential_version),
          expires_at: sql<Date>`clock_timestamp() + interval '1 hour'`,
        })
        .execute()
      expect(await testbed.stores.recovery.findRight(late)).toMatchObject({ status: 'none' })
    })

    test('all accounts, in more than one batch, and a second time', async () => {
      const first = await testbed.mailedAccount()
      await sql`insert into account (id, email, email_canonical)
        select gen_random_uuid(), n || '@many.test', n || '@many.test'
        from generate_series(1, 1100) n`.execute(testbed.db)
      const last = await testbed.mailedAccount()
      const session = await signIn(last.account.id)
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from account`.execute(
        testbed.db,
      )

      const revoked = await operator.revokeAll()
      expect(revoked.accounts).toBe(rows[0]?.n)
      expect(revoked.secrets).toBeGreaterThanOrEqual(4)
      expect(revoked.sessions).toBeGreaterThanOrEqual(1)
      for (const { pair } of [first, last]) {
        expect(await testbed.stores.recovery.findRight(pair.link)).toMatchObject({
          reason: 'voided',
        })
        expect(await testbed.stores.recovery.spendCode(spendOf(pair))).toEqual({ status: 'wrong' })
      }
      expect(await testbed.stores.sessions.find(session, 60)).toBeUndefined()
      expect(await operator.revokeAll()).toMatchObject({ secrets: 0, sessions: 0 })
      const events = testbed.db.selectFrom('audit_event').select('outcome')
      const everything = await events.where('outcome', '=', 'everything').execute()
      expect(everything).toHaveLength(2)

      const again = await testbed.mint(first.request.id)
      expect(await testbed.stores.recovery.findRight(again.link)).toMatchObject({ status: 'good' })
    })
  })

  describe('campaigns', () => {
    test('an account that a campaign skipped is judged again, and one that it reached is not', async () => {
      const { account } = await testbed.mailedAccount()
      const canonicalEmail = account.address.canonical
      const campaign = randomUUID()
      const require = (accountId: string) =>
        operator.requireReset(
          { accountId, campaign, publicReason: undefined, lockWith: undefined },
          by,
        )
      const change = (what: 'disable' | 'enable') =>
        operator.changeAccount({ canonicalEmail, change: { what } }, by)
      await change('disable')
      for (const accountId of [account.id, 'no id', randomUUID()]) {
        expect(await require(accountId)).toMatchObject({ status: 'skipped' })
      }
      const stored = testbed.db
        .selectFrom('campaign_account')
        .select('account_id')
        .where('campaign', '=', campaign)
      expect(await stored.execute()).toEqual([])

      await change('enable')
      expect(await require(account.id.toUpperCase())).toEqual({ status: 'queued' })
      expect(await stored.execute()).toEqual([{ account_id: account.id }])
      await change('disable')
      expect(await require(account.id)).toEqual({ status: 'done-before' })
    })

    test('two runs of a campaign at once email an account once', async () => {
      const { account } = await testbed.mailedAccount()
      const reset = { accountId: account.id, campaign: randomUUID(), publicReason: undefined }
      const both = await Promise.all(
        [1, 2].map(() => operator.requireReset({ ...reset, lockWith: undefined }, by)),
      )
      expect(both.map(({ status }) => status).toSorted()).toEqual(['done-before', 'queued'])
    })
  })

  describe('retries', () => {
    test('a delayed email now', async () => {
      const { messageId } = await failedMail('delayed')
      expect(await jobState(messageId)).toEqual([{ leased: false, due: false }])
      expect(await operator.retryMessage(messageId, by)).toEqual({ status: 'hurried' })
      expect(await jobState(messageId)).toEqual([{ leased: false, due: true }])
    })

    test('a dead email under the same id, once, whether its job still exists or not', async () => {
      for (const jobIsThere of [true, false]) {
        const { messageId, request } = await failedMail('dead')
        if (!jobIsThere)
          await sql`delete from outbox_job where id = ${messageId}`.execute(testbed.db)
        expect(await operator.retryMessage(messageId, by)).toEqual({ status: 'queued' })
        expect(await operator.retryMessage(messageId, by)).toEqual({ status: 'hurried' })
        expect(await testbed.jobs(request.id)).toMatchObject([
          { id: messageId, leased: false, job: { kind: 'recovery', withheld: false } },
        ])
        await testbed.mint(request.id, { messageId })
        expect(await operator.findMessage(messageId)).toMatchObject({ attempts: 2 })
      }
    })

    test('no email whose request is closed', async () => {
      const { messageId, request } = await failedMail('dead')
      await testbed.closeRequest(request.id)
      expect(await operator.retryMessage(messageId, by)).toEqual({
        status: 'refused',
        reason: 'too-late',
      })
      expect(await operator.findMessage(messageId)).toMatchObject({ state: 'dead' })
    })

    test('a notice for a day after the change', async () => {
      const { account, pair } = await testbed.mailedAccount()
      const { recovery, messages } = testbed.stores
      await recovery.changePassword(changeWith(pair.link))
      const [job] = await testbed.jobs(account.id)
      if (job?.job.kind !== 'password-changed') throw new Error('no notice')
      const die = async () => {
        await testbed.claimed(job.id)
        const attempt = { jobId: job.id, claim: 0, queuedAt: new Date(), job: job.job }
        await messages.prepare([preparationOf(attempt)])
        await testbed.record(job.id, { status: 'dead', failure: 'refused', answer: '550 no' })
      }
      await die()
      expect(await operator.retryMessage(job.id, by)).toEqual({ status: 'queued' })
      const [again] = await testbed.jobs(account.id)
      expect(again).toMatchObject({ id: job.id, job: { kind: 'password-changed' } })

      await die()
      await testbed.db
        .updateTable('audit_event')
        .set({ at: ago('25 hours') })
        .where('account_id', '=', account.id)
        .execute()
      expect(await operator.retryMessage(job.id, by)).toMatchObject({ reason: 'too-late' })
    })

    test('a notice of a link by hand, and the email of a campaign with what it says', async () => {
      const { account } = await testbed.mailedAccount()
      const by = { operator: 'ops', reason: 'a call' }
      const canonicalEmail = account.address.canonical
      const link = { canonicalEmail, requestId: randomUUID(), tokenDigest: newDigest() }
      const digests = { addressDigest: newDigest(), clientDigest: newDigest() }
      expect(await operator.issueLink({ ...link, ...digests }, by)).toMatchObject({
        status: 'issued',
      })
      const campaign = { accountId: account.id, campaign: randomUUID(), lockWith: 'locked' }
      const required = { ...campaign, publicReason: 'a list was read' }
      expect(await operator.requireReset(required, by)).toEqual({ status: 'queued' })
      expect(await operator.requireReset(required, by)).toEqual({ status: 'done-before' })
      expect(await testbed.account(account.id)).toMatchObject({ password_hash: 'locked' })

      const jobs = await testbed.jobs(account.id)
      const words = { publicReason: 'a list was read', isLocked: true }
      expect(jobs.map(({ job }) => job)).toEqual([
        expect.objectContaining({ kind: 'link-issued', accountId: account.id }),
        expect.objectContaining({ kind: 'reset-required', accountId: account.id, ...words }),
      ])
      for (const { id, job } of jobs) {
        await testbed.claimed(id)
        const attempt = { jobId: id, claim: 0, queuedAt: new Date(), job }
        const [prepared] = await testbed.stores.messages.prepare([preparationOf(attempt)])
        expect(prepared).toMatchObject({ status: 'ready', kind: job.kind, expiresAt: {} })
        await testbed.record(id, { status: 'dead', failure: 'refused', answer: '550 no' })
        expect(await operator.retryMessage(id, by)).toEqual({ status: 'queued' })
      }
      const again = (await testbed.jobs(account.id)).map(({ job }) => job)
      expect(again).toContainEqual(expect.objectContaining({ kind: 'link-issued' }))
      expect(again).toContainEqual(expect.objectContaining({ kind: 'reset-required', ...words }))
      const story = await operator.findRequests({
        ...{ canonicalEmail, addressDigests: [digests.addressDigest] },
      })
      expect(story?.notices.map(({ kind }) => kind)).toEqual(['link-issued', 'reset-required'])
      expect(story?.requests).toMatchObject([{ id: link.requestId, madeBy: by }])
      expect(story?.lockedAt).toEqual([expect.any(Date)])
      const recorded = testbed.db
        .selectFrom('audit_event')
        .select(['outcome', 'operator'])
        .where('kind', '=', 'reset-required')
        .where('account_id', '=', account.id)
      expect(await recorded.execute()).toEqual([{ outcome: 'locked', operator: 'ops' }])
    })

    test('no message that was handed over or suppressed, is under way, or does not exist', async () => {
      const refused = (reason: string) => ({ status: 'refused', reason })
      const sent = await testbed.mailedAccount()
      await testbed.record(sent.pair.messageId, { status: 'handed-over', answer: '250 ok' })
      expect(await operator.retryMessage(sent.pair.messageId, by)).toEqual(refused('handed-over'))

      const stranger = newPair((await testbed.openRequest()).id)
      await testbed.prepare(stranger)
      expect(await operator.retryMessage(stranger.messageId, by)).toEqual(refused('suppressed'))

      const { messageId } = await failedMail('delayed')
      await testbed.claimed(messageId)
      expect(await operator.retryMessage(messageId, by)).toEqual(refused('under-way'))
      expect(await operator.retryMessage(randomUUID(), by)).toEqual(refused('unknown'))
    })
  })

  test('lists messages by state, the newest first, up to the given number', async () => {
    const older = await failedMail('dead')
    const newer = await failedMail('dead')
    const [first, second] = await operator.listMessages({ state: 'dead', limit: 2 })
    expect([first?.id, second?.id]).toEqual([newer.messageId, older.messageId])
    expect(first).toMatchObject({ to: newer.account.address, queue: { status: 'none' } })
    expect(await operator.listMessages({ state: undefined, limit: 1 })).toHaveLength(1)
    const { messageId } = await failedMail('delayed')
    expect(await operator.findMessage(messageId)).toMatchObject({
      state: 'delayed',
      detail: '451 later',
      queue: { status: 'waiting', nextAt: expect.any(Date) },
    })
  })

  test('finds the requests of an address with everything that happened to them', async () => {
    const { account, request, pair } = await testbed.mailedAccount()
    await testbed.record(pair.messageId, { status: 'handed-over', answer: '250 ok' })
    const former = newDigest()
    await testbed.stores.recovery.chargeGuess(request.id, guessLimit)
    await testbed.stores.recovery.chargeGuess(request.id, guessLimit)
    const token = await testbed.ticketFor(pair)
    await testbed.stores.recovery.changePassword(changeWith(token))
    // Asked for when the server secret was another one.
    const newest = await testbed.openRequest({ address: account.address, addressDigest: former })

    const story = await operator.findRequests(
      addressOf(account.address, request.addressDigest, former),
    )
    expect(story).toMatchObject({
      account: { status: 'active', hasPassword: true },
      more: false,
      requests: [
        { id: newest.id, messages: [], notBegun: [{ messageId: expect.any(String) }] },
        {
          id: request.id,
          open: true,
          wrongTries: 1,
          messages: [{ id: pair.messageId, state: 'handed-over', detail: '250 ok' }],
          codeVerifiedAt: [expect.any(Date)],
          passwordChangedAt: expect.any(Date),
        },
      ],
    })
    expect(await operator.findRequests({ requestId: newest.id })).toMatchObject({
      requests: [{ id: newest.id }],
    })
    expect(JSON.stringify(story)).not.toMatch(/digest/)
  })

  test('tells codes that were refused from codes that were right', async () => {
    const { request, pair } = await testbed.mailedAccount()
    const { recovery } = testbed.stores
    const refusal = { requestId: request.id, clientDigest: newDigest() }
    for (const kind of ['code-verified', 'code-verified', 'password-changed'] as const) {
      await recovery.recordRefusal({ ...refusal, kind })
    }
    const refused = await operator.findRequests({ requestId: request.id })
    expect(refused?.requests).toMatchObject([
      {
        codeVerifiedAt: [],
        codeRefusedAt: [expect.any(Date), expect.any(Date)],
        passwordChangedAt: undefined,
      },
    ])
    await testbed.ticketFor(pair)
    const verified = await operator.findRequests({ requestId: request.id })
    expect(verified?.requests).toMatchObject([
      {
        codeVerifiedAt: [expect.any(Date)],
        codeRefusedAt: [expect.any(Date), expect.any(Date)],
      },
    ])
  })

  test.each([
    ['john.doe@gmail.com', 'johndoe@gmail.com'],
    ['john.doe@gmail.com', 'john.doe+x@gmail.com'],
    ['john.doe@gmail.com', 'john.doe@googlemail.com'],
    ['john.doe@gmail.com', 'j.o.h.n.doe+x@googlemail.com'],
    ['john.doe@gmail.com', 'jon.doe@gmail.com'],
    ['john.doe@gmail.com', 'john.doe@gmial.com'],
    ["o'hara+shop@example.test", "o'hara@example.test"],
    ["o'hara+shop@example.test", "o'hara+shop@exampel.test"],
    ["o'hara+shop@example.test", "o'harra+shop@example.test"],
  ])('finds %s for %s', async (email, typed) => {
    await testbed.addAccount({ email })
    try {
      expect(await operator.findNearAccounts(typed)).toEqual([email])
      expect(await operator.findNearAccounts(email)).toEqual([])
    } finally {
      await testbed.db.deleteFrom('account').where('email', '=', email).execute()
    }
  })

  test.each(['joan.d@gmail.com', 'john.doe@example.test', 'johnxdoe@example.test', '+@gmail.com'])(
    'finds no account for %s',
    async (typed) => {
      const account = await testbed.addAccount({ email: 'john.doe@gmail.com' })
      expect(await operator.findNearAccounts(typed)).toEqual([])
      await testbed.deleteAccount(account.id)
    },
  )

  test('tells an address without requests from a request that does not exist', async () => {
    const nobody = await operator.findRequests(addressOf(newAddress(), newDigest()))
    expect(nobody).toEqual({
      account: undefined,
      requests: [],
      more: false,
      notices: [],
      revokedAt: [],
      lockedAt: [],
      undoneAt: [],
    })
    expect(await operator.findRequests({ requestId: randomUUID() })).toBeUndefined()
  })
})
