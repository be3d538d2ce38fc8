import type { TokenDigest } from '@latchkey/core'
import { type RecoveryStore, Unavailable } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  changeWith,
  guessLimit,
  holdOpen,
  inPlaceOf,
  newDigest,
  newRequest,
  newSubjects,
  postgresTestbeds,
  type StoreTestbed,
  spendOf,
} from '../testing/index.ts'

const AT_ONCE = 4

/** Two processes of ours on one PostgreSQL. What only one of them may win, only one ever wins. */
describe.each(postgresTestbeds)('with two processes at once on %s', (on, openTestbed) => {
  let testbed: StoreTestbed
  let here: RecoveryStore
  let there: RecoveryStore
  beforeAll(async () => {
    testbed = await openTestbed()
    here = testbed.stores.recovery
    there = (await testbed.openNeighbour()).stores.recovery
  })
  afterAll(() => testbed.close())

  /** Runs many races, a few at a time, so that the pools are full and no race waits for long. */
  async function races(
    race: (turn: number) => Promise<void>,
    times = on === 'PostgreSQL' ? 200 : 50,
  ): Promise<void> {
    let next = 0
    const lane = async () => {
      while (next < times) await race(next++)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, lane))
  }

  const won = <T extends { status: string }>(answers: T[], status: string) =>
    answers.filter((answer) => answer.status === status)

  const noticesOf = async (accountId: string) => (await testbed.jobs(accountId)).length

  test('200 requests of one network for an address do not keep one of another network waiting', async () => {
    const { address, addressDigest, charges } = newRequest()
    const about = { address, addressDigest }
    let opened = 0
    const flood = Array.from({ length: 200 }, async () => {
      await here.openRequest(newRequest({ ...about, charges }))
      opened += 1
    })
    expect((await here.openRequest(newRequest(about))).status).toBe('opened')
    expect(opened).toBeLessThan(10)
    await Promise.all(flood)
    expect(opened).toBe(200)
  })

  test('200 guesses at one request: five are charged', async () => {
    for (let run = 0; run < 4; run += 1) {
      const { id, addressDigest } = await testbed.openRequest()
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, turn) =>
          (turn % 2 ? here : there).chargeGuess(id, guessLimit),
        ),
      )
      expect(answers.filter((answer) => answer === 'charged')).toHaveLength(5)
      expect(answers.filter((answer) => answer === 'exhausted')).toHaveLength(195)
      expect((await testbed.request(id))?.tries).toBe(5)
      expect(await testbed.hits(addressDigest, 'guess-by-address')).toBe(5)
    }
  })

  test('guesses at many requests of one address: twenty are charged', async () => {
    const addressDigest = newDigest()
    const requests = []
    for (let i = 0; i < 10; i += 1) requests.push(await testbed.openRequest({ addressDigest }))
    const answers = await Promise.all(
      requests.flatMap(({ id }) =>
        Array.from({ length: 5 }, (_, turn) =>
          (turn % 2 ? here : there).chargeGuess(id, guessLimit),
        ),
      ),
    )
    expect(answers.filter((answer) => answer === 'charged')).toHaveLength(20)
    expect(await testbed.hits(addressDigest, 'guess-by-address')).toBe(20)
  })

  test('guesses by address and by request: five of each for a request, and no deadlock', async () => {
    for (let run = 0; run < 4; run += 1) {
      const addressDigest = newDigest()
      const ids: string[] = []
      for (let i = 0; i < 3; i += 1) ids.push((await testbed.openRequest({ addressDigest })).id)
      const plenty = { ...guessLimit, 'guess-by-address': [{ seconds: 3600, most: 1_000 }] }
      const byRequest: string[] = []
      const byAddress: string[] = []
      async function guess(turn: number) {
        const store = turn % 2 ? here : there
        const id = ids[turn % 3] ?? ''
        if (turn % 4 < 2) {
          if ((await store.chargeGuess(id, plenty)) === 'charged') byRequest.push(id)
          return
        }
        const charged = await store.chargeGuessByAddress(addressDigest, plenty)
        if (charged.status === 'charged') byAddress.push(...charged.requestIds)
      }
      // All lock the same rows, and none may wait longer than the lock timeout, on a busy machine too.
      for (let round = 0; round < 5; round += 1) {
        await Promise.all(Array.from({ length: 24 }, (_, turn) => guess(turn)))
      }
      for (const id of ids) {
        expect(byRequest.filter((each) => each === id)).toHaveLength(5)
        expect((await testbed.request(id))?.tries).toBe(5)
        // A request that has no tries left is no candidate.
        const candidate = byAddress.filter((each) => each === id).length
        expect(candidate).toBeLessThanOrEqual(5)
        expect((await testbed.request(id))?.tries_by_address).toBe(candidate)
      }
    }
  })

  test('one code: one ticket', async () => {
    await races(async () => {
      const { request, pair } = await testbed.mailedAccount()
      await here.chargeGuess(request.id, guessLimit)
      const answers = await Promise.all([
        here.spendCode(spendOf(pair)),
        there.spendCode(spendOf(pair)),
        here.spendCode(spendOf(pair)),
        there.spendCode(spendOf(pair)),
      ])
      expect(won(answers, 'spent')).toHaveLength(1)
      expect(won(answers, 'wrong')).toHaveLength(3)
      const tickets = testbed.db
        .selectFrom('secret')
        .select('digest')
        .where('request_id', '=', request.id)
        .where('kind', '=', 'ticket')
      expect(await tickets.execute()).toHaveLength(1)
      expect((await testbed.request(request.id))?.tries).toBe(0)
      expect(await testbed.hits(request.addressDigest, 'guess-by-address')).toBe(0)
    })
  })

  test('one link: one new password, the winner’s', async () => {
    await races(async () => {
      const { account, pair } = await testbed.mailedAccount()
      const sibling = newDigest()
      await testbed.mint(pair.requestId, { link: sibling })
      const hashes = ['one', 'two', 'three', 'four']
      const answers = await Promise.all(
        hashes.map(async (hash, turn) => ({
          ...(await (turn % 2 ? here : there).changePassword(changeWith(pair.link, hash))),
          hash,
        })),
      )
      const [winner, ...more] = won(answers, 'changed')
      expect(more).toEqual([])
      expect(
        answers.filter((answer) => 'reason' in answer && answer.reason === 'spent'),
      ).toHaveLength(3)
      expect(await testbed.account(account.id)).toMatchObject({
        password_hash: winner?.hash,
        credential_version: 2,
      })
      expect(await noticesOf(account.id)).toBe(1)
      expect(await here.findRight(sibling)).toEqual({ status: 'none', reason: 'voided' })
    })
  })

  test('two links of one account: one new password, and no deadlock', async () => {
    await races(async () => {
      const { account, pair } = await testbed.mailedAccount()
      const second = await testbed.mint(pair.requestId)
      const answers = await Promise.all([
        here.changePassword(changeWith(pair.link, 'here')),
        there.changePassword(changeWith(second.link, 'there')),
      ])
      expect(won(answers, 'changed')).toHaveLength(1)
      expect(won(answers, 'none')).toMatchObject([{ reason: 'voided' }])
      expect(await noticesOf(account.id)).toBe(1)
      expect((await testbed.account(account.id)).credential_version).toBe(2)
    })
  })

  test('a link and a ticket: one new password', async () => {
    await races(async () => {
      const { account, pair } = await testbed.mailedAccount()
      const ticket = await testbed.ticketFor(pair)
      const answers = await Promise.all([
        here.changePassword(changeWith(pair.link, 'by link')),
        there.changePassword(changeWith(ticket, 'by ticket')),
      ])
      expect(won(answers, 'changed')).toHaveLength(1)
      expect(await noticesOf(account.id)).toBe(1)
    }, 50)
  })

  test('a link, a code and new emails at once: no secret of before the change works after it', async () => {
    await races(async () => {
      const { account, request, pair } = await testbed.mailedAccount()
      const ticket = newDigest()
      const [changed] = await Promise.all([
        here.changePassword(changeWith(pair.link)),
        there.spendCode(spendOf(pair, ticket)),
        here.chargeGuess(request.id, guessLimit),
        testbed.mint(request.id),
      ])
      expect(changed).toEqual({ status: 'changed', accountId: account.id })
      const secrets = await testbed.db
        .selectFrom('secret')
        .selectAll()
        .where('account_id', '=', account.id)
        .execute()
      const live = secrets.filter((row) => !row.spent_at && !row.voided_at)
      const stillGood = live.filter((row) => row.credential_version === '2')
      expect(stillGood.filter((row) => row.kind === 'ticket')).toEqual([])
      for (const row of live.filter(({ credential_version }) => credential_version === '1')) {
        const digest = inPlaceOf<TokenDigest>(row.digest)
        expect(await here.findRight(digest)).toMatchObject({ status: 'none' })
        expect(await here.changePassword(changeWith(digest))).toMatchObject({ status: 'none' })
      }
      expect(await here.findRight(ticket)).toMatchObject({ status: 'none' })
    }, 100)
  })

  test('a sign-in that checked the old password while it was changed: no session is left', async () => {
    await races(async () => {
      const { account, pair } = await testbed.mailedAccount()
      const token = newDigest()
      await Promise.all([
        here.changePassword(changeWith(pair.link)),
        testbed.stores.sessions.open({
          tokenDigest: token,
          accountId: account.id,
          credentialVersion: 1,
          idleMinutes: 120,
          absoluteMinutes: 1440,
          clientDigest: newDigest(),
          ...newSubjects(),
        }),
      ])
      expect(await testbed.stores.sessions.find(token, 120)).toBeUndefined()
    }, 100)
  })

  test('codes in a batch with one whose account is locked elsewhere: only that one fails', async () => {
    const held = await testbed.mailedAccount()
    const free = await testbed.mailedAccount()
    const spends = testbed.db.transaction().execute(async (trx) => {
      await holdOpen(trx)
      const account = trx.selectFrom('account').where('id', '=', held.account.id)
      await account.select('id').forUpdate().execute()
      return Promise.allSettled([
        here.spendCode(spendOf(held.pair)),
        here.spendCode(spendOf(free.pair)),
      ])
    })
    expect(await spends).toMatchObject([
      { status: 'rejected', reason: expect.any(Unavailable) },
      { status: 'fulfilled', value: { status: 'spent' } },
    ])
    expect(await here.spendCode(spendOf(held.pair))).toMatchObject({ status: 'spent' })
  })

  test('none of these stories had a deadlock', async () => {
    const { rows } = await sql<{ deadlocks: string }>`
      select deadlocks from pg_stat_database where datname = current_database()`.execute(testbed.db)
    expect(rows).toEqual([{ deadlocks: '0' }])
  })
})
