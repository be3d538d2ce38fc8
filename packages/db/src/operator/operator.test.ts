import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ago,
  changeWith,
  emailAddress,
  guessLimit,
  newDigest,
  newPair,
  type StoreHouse,
  spendOf,
  storeHouses,
} from '../testing/index.ts'
import { createOperator, type Operator } from './index.ts'

const addressOf = ({ canonical }: { canonical: string }, ...addressDigests: Uint8Array[]) => ({
  canonicalEmail: canonical,
  addressDigests,
})

describe.each(storeHouses)('the operator on %s', (_, openHouse) => {
  let house: StoreHouse
  let operator: Operator
  beforeAll(async () => {
    house = await openHouse()
    operator = createOperator(house.database, house.queue)
  })
  afterAll(() => house.close())

  async function signIn(accountId: string) {
    const token = newDigest()
    const { credential_version } = await house.account(accountId)
    await house.stores.sessions.open({
      token,
      accountId,
      credentialVersion: credential_version,
      idleMinutes: 60,
      absoluteMinutes: 60,
      clientDigest: newDigest(),
      signInPair: newDigest(),
      addressDigest: newDigest(),
    })
    return token
  }

  /** An ask whose mail was tried once and failed, and the job behind it. */
  async function failedMail(state: 'delayed' | 'dead') {
    const account = await house.addAccount()
    const request = await house.openRequest({ address: account.address })
    const [job] = await house.jobs(request.id)
    const messageId = job?.id ?? ''
    await house.mint(request.id, { messageId })
    await house.claimed(messageId)
    const said = { failure: 'busy', answer: '451 later' } as const
    await house.record(
      messageId,
      state === 'dead' ? { status: 'dead', ...said } : { status: 'delayed', ...said, seconds: 480 },
    )
    return { account, request, messageId }
  }

  const jobState = async (id: string) => {
    const { rows } = await sql<{ state: string; due: boolean }>`
      select state, start_after <= clock_timestamp() as due from queue.job
      where id = ${id}`.execute(house.db)
    return rows
  }

  describe('revokes', () => {
    test('one account, and leaves the others alone', async () => {
      const ours = await house.mailedAccount()
      const other = await house.mailedAccount()
      const session = await signIn(ours.account.id)
      const theirs = await signIn(other.account.id)

      const revoked = await operator.revokeAccount(ours.account.address.canonical)
      expect(revoked).toEqual({ accounts: 1, secrets: 2, sessions: 1 })
      const { recovery, sessions } = house.stores
      expect(await recovery.findRight(ours.pair.link)).toEqual({ status: 'none', reason: 'voided' })
      expect(await recovery.spendCode(spendOf(ours.pair))).toEqual({ status: 'wrong' })
      expect(await sessions.find(session, 60)).toBeUndefined()
      expect((await house.account(ours.account.id)).credential_version).toBe(2)

      expect(await recovery.findRight(other.pair.link)).toMatchObject({ status: 'good' })
      expect(await sessions.find(theirs, 60)).toBeDefined()
      const events = house.db.selectFrom('audit_event').selectAll()
      expect(await events.where('account_id', '=', ours.account.id).execute()).toMatchObject([
        { kind: 'signed-in' },
        { kind: 'revoked', outcome: 'account' },
      ])
    })

    test('nothing for an address nobody has', async () => {
      expect(await operator.revokeAccount(`${randomUUID()}@example.test`)).toBeUndefined()
    })

    test('a secret that is minted while it does so', async () => {
      const { account, request } = await house.mailedAccount()
      const { credential_version } = await house.account(account.id)
      await operator.revokeAccount(account.address.canonical)
      const late = newDigest()
      await house.db
        .insertInto('secret')
        .values({
          digest: late,
          kind: 'link',
          request_id: request.id,
          account_id: account.id,
          credential_version,
          expires_at: sql<Date>`clock_timestamp() + interval '1 hour'`,
        })
        .execute()
      expect(await house.stores.recovery.findRight(late)).toMatchObject({ status: 'none' })
    })

    test('everything of everybody, in more than one batch, and twice', async () => {
      const first = await house.mailedAccount()
      await sql`insert into account (id, email, email_canonical)
        select gen_random_uuid(), n || '@many.test', n || '@many.test'
        from generate_series(1, 1100) n`.execute(house.db)
      const last = await house.mailedAccount()
      const session = await signIn(last.account.id)
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from account`.execute(
        house.db,
      )

      const revoked = await operator.revokeAll()
      expect(revoked.accounts).toBe(rows[0]?.n)
      expect(revoked.secrets).toBeGreaterThanOrEqual(4)
      expect(revoked.sessions).toBeGreaterThanOrEqual(1)
      for (const { pair } of [first, last]) {
        expect(await house.stores.recovery.findRight(pair.link)).toMatchObject({ reason: 'voided' })
        expect(await house.stores.recovery.spendCode(spendOf(pair))).toEqual({ status: 'wrong' })
      }
      expect(await house.stores.sessions.find(session, 60)).toBeUndefined()
      expect(await operator.revokeAll()).toMatchObject({ secrets: 0, sessions: 0 })
      const events = house.db.selectFrom('audit_event').select('outcome')
      const everything = await events.where('outcome', '=', 'everything').execute()
      expect(everything).toHaveLength(2)

      const again = await house.mint(first.request.id)
      expect(await house.stores.recovery.findRight(again.link)).toMatchObject({ status: 'good' })
    })
  })

  describe('retries', () => {
    test('a delayed mail now', async () => {
      const { messageId } = await failedMail('delayed')
      expect(await jobState(messageId)).toEqual([{ state: 'retry', due: false }])
      expect(await operator.retryMessage(messageId)).toEqual({ status: 'hurried' })
      expect(await jobState(messageId)).toEqual([{ state: 'retry', due: true }])
    })

    test('a dead mail under the same id, once, whether its job is still there or not', async () => {
      for (const jobIsThere of [true, false]) {
        const { messageId, request } = await failedMail('dead')
        if (!jobIsThere) await sql`delete from queue.job where id = ${messageId}`.execute(house.db)
        expect(await operator.retryMessage(messageId)).toEqual({ status: 'queued' })
        expect(await operator.retryMessage(messageId)).toEqual({ status: 'hurried' })
        expect(await house.jobs(request.id)).toMatchObject([
          { id: messageId, state: 'created', data: { kind: 'recovery', withheld: false } },
        ])
        await house.mint(request.id, { messageId })
        expect(await operator.findMessage(messageId)).toMatchObject({ attempts: 2 })
      }
    })

    test('no mail whose request is closed', async () => {
      const { messageId, request } = await failedMail('dead')
      await house.closeRequest(request.id)
      expect(await operator.retryMessage(messageId)).toEqual({
        status: 'refused',
        reason: 'too-late',
      })
      expect(await operator.findMessage(messageId)).toMatchObject({ state: 'dead' })
    })

    test('a notice for a day after the change', async () => {
      const { account, pair } = await house.mailedAccount()
      const { recovery, messages } = house.stores
      await recovery.changePassword(changeWith(pair.link))
      const [job] = await house.jobs(account.id)
      if (job?.data.kind !== 'password-changed') throw new Error('no notice')
      const die = async () => {
        await house.claimed(job.id)
        const attempt = { messageId: job.id, claim: 0, queuedAt: new Date(), job: job.data }
        await messages.prepare([{ attempt }], { linkMinutes: 60, codeMinutes: 10 })
        await house.record(job.id, { status: 'dead', failure: 'refused', answer: '550 no' })
      }
      await die()
      expect(await operator.retryMessage(job.id)).toEqual({ status: 'queued' })
      const [again] = await house.jobs(account.id)
      expect(again).toMatchObject({ id: job.id, data: { kind: 'password-changed' } })

      await die()
      await house.db
        .updateTable('audit_event')
        .set({ at: ago('25 hours') })
        .where('account_id', '=', account.id)
        .execute()
      expect(await operator.retryMessage(job.id)).toMatchObject({ reason: 'too-late' })
    })

    test('nothing that was handed over, suppressed, is under way, or never was', async () => {
      const refused = (reason: string) => ({ status: 'refused', reason })
      const sent = await house.mailedAccount()
      await house.record(sent.pair.messageId, { status: 'handed-over', answer: '250 ok' })
      expect(await operator.retryMessage(sent.pair.messageId)).toEqual(refused('handed-over'))

      const stranger = newPair((await house.openRequest()).id)
      await house.prepare(stranger)
      expect(await operator.retryMessage(stranger.messageId)).toEqual(refused('suppressed'))

      const { messageId } = await failedMail('delayed')
      await sql`update queue.job set state = 'active' where id = ${messageId}`.execute(house.db)
      expect(await operator.retryMessage(messageId)).toEqual(refused('under-way'))
      expect(await operator.retryMessage(randomUUID())).toEqual(refused('unknown'))
    })
  })

  test('lists messages by state, the newest first, as many as asked for', async () => {
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

  test('finds the requests of an address, with all that became of them', async () => {
    const { account, request, pair } = await house.mailedAccount()
    await house.record(pair.messageId, { status: 'handed-over', answer: '250 ok' })
    const former = newDigest()
    await house.stores.recovery.chargeGuess(request.id, guessLimit)
    await house.stores.recovery.chargeGuess(request.id, guessLimit)
    const token = await house.ticketFor(pair)
    await house.stores.recovery.changePassword(changeWith(token))
    // Asked for when the server secret was another one.
    const newest = await house.openRequest({ address: account.address, addressDigest: former })

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

  test('knows when nobody asked, and when there is no such request', async () => {
    const nobody = await operator.findRequests(addressOf(emailAddress(), newDigest()))
    expect(nobody).toEqual({
      account: undefined,
      requests: [],
      more: false,
      notices: [],
      revokedAt: [],
    })
    expect(await operator.findRequests({ requestId: randomUUID() })).toBeUndefined()
  })
})
