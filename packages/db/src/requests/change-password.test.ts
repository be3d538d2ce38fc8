import type { AddressDigest, SecretDigest, TokenDigest } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ago,
  changeWith,
  hex,
  inPlaceOf,
  minutesFromNow,
  newDigest,
  type StoreTestbed,
  spendOf,
  storeTestbeds,
} from '../testing/index.ts'

describe.each(storeTestbeds)(
  'the recovery store on %s, given a link or ticket',
  (_, openTestbed) => {
    let testbed: StoreTestbed
    beforeAll(async () => {
      testbed = await openTestbed()
    })
    afterAll(() => testbed.close())

    const change = (token: TokenDigest, hash?: string) =>
      testbed.stores.recovery.changePassword(changeWith(token, hash))
    const look = (token: TokenDigest) => testbed.stores.recovery.findRight(token)
    const none = (reason: string) => ({ status: 'none', reason })
    const endOf = async (digest: SecretDigest) => {
      const { spent_at, voided_at } = (await testbed.secret(digest)) ?? {}
      return spent_at ? 'spent' : voided_at ? 'voided' : 'live'
    }

    async function signIn(accountId: string) {
      const token = newDigest()
      await testbed.stores.sessions.open({
        tokenDigest: token,
        accountId,
        credentialVersion: (await testbed.account(accountId)).credential_version,
        idleMinutes: 120,
        absoluteMinutes: 1440,
        clientDigest: newDigest(),
        signInPair: newDigest(),
        addressDigest: newDigest(),
      })
      return () => testbed.stores.sessions.find(token, 120)
    }

    /** Every way in which a right can be none, with the reason. */
    const worthless: [string, string, () => Promise<TokenDigest>][] = [
      ['unknown', 'a secret nobody was given', async () => newDigest()],
      ['unknown', 'a code', async () => inPlaceOf((await testbed.mailedAccount()).pair.code)],
      [
        'unknown',
        'a link of an account that is gone',
        async () => {
          const { account, pair } = await testbed.mailedAccount()
          await testbed.deleteAccount(account.id)
          return pair.link
        },
      ],
      [
        'expired',
        'a link whose time is over',
        async () => {
          const { pair } = await testbed.mailedAccount()
          await testbed.expire(pair.link)
          return pair.link
        },
      ],
      [
        'expired',
        'a ticket whose time is over',
        async () => {
          const ticket = await testbed.ticketFor((await testbed.mailedAccount()).pair)
          await testbed.expire(ticket)
          return ticket
        },
      ],
      [
        'spent',
        'a link that was used',
        async () => {
          const { pair } = await testbed.mailedAccount()
          await change(pair.link)
          return pair.link
        },
      ],
      [
        'voided',
        'a link whose sibling was used',
        async () => {
          const { request, pair } = await testbed.mailedAccount()
          await change((await testbed.mint(request.id)).link)
          return pair.link
        },
      ],
      [
        'voided',
        'a link of an account that is disabled',
        async () => {
          const { account, pair } = await testbed.mailedAccount()
          await testbed.setStatus(account.id, 'disabled')
          return pair.link
        },
      ],
      [
        'voided',
        'a link of credentials that moved on',
        async () => {
          const { account, pair } = await testbed.mailedAccount()
          const moved = { credential_version: sql<number>`credential_version + 1` }
          await testbed.db.updateTable('account').set(moved).where('id', '=', account.id).execute()
          return pair.link
        },
      ],
      [
        'voided',
        'a link that was called back',
        async () => {
          const { pair } = await testbed.mailedAccount()
          const voided = { voided_at: ago('1 second') }
          await testbed.db
            .updateTable('secret')
            .set(voided)
            .where('digest', '=', pair.link)
            .execute()
          return pair.link
        },
      ],
    ]

    describe('looks', () => {
      test('and names the owner of a good one', async () => {
        const { account, pair } = await testbed.mailedAccount()
        const right = await look(pair.link)
        expect(right).toMatchObject({ status: 'good', owner: account.address })
        if (right.status !== 'good') throw new Error('not good')
        expect(minutesFromNow(right.expiresAt)).toBeCloseTo(60, 0)

        const ticket = await testbed.ticketFor(pair)
        expect(await look(ticket)).toMatchObject({ status: 'good', owner: account.address })
      })

      test.each(worthless)('and says %s of %s', async (reason, _what, token) => {
        expect(await look(await token())).toEqual(none(reason))
      })

      test('and changes no row', async () => {
        const { account, request, pair } = await testbed.mailedAccount()
        await signIn(account.id)
        const versions = async () => {
          const { rows } = await sql`
          select 'account' as what, xmin::text, ctid::text from account where id = ${account.id}
          union all select 'request', xmin::text, ctid::text
            from recovery_request where id = ${request.id}
          union all select kind, xmin::text, ctid::text
            from secret where account_id = ${account.id}
          union all select 'session', xmin::text, ctid::text
            from session where account_id = ${account.id}`.execute(testbed.db)
          return rows
        }
        const before = await versions()
        expect(before).toHaveLength(5)
        for (let i = 0; i < 3; i += 1) await look(pair.link)
        await look(inPlaceOf(pair.code))
        expect(await versions()).toEqual(before)
      })
    })

    describe('changes the password', () => {
      test('and forgets the failed sign-ins of that client and address only', async () => {
        const { pair } = await testbed.mailedAccount()
        const wanted = changeWith(pair.link)
        const limit = 'sign-in-by-address-and-client' as const
        const once = [{ seconds: 900, most: 1 }]
        const others = newDigest()
        for (const subject of [wanted.signInPair, others]) {
          await testbed.stores.limiter.charge([{ limit, subject, windows: once }])
        }
        await testbed.stores.recovery.changePassword(wanted)
        const again = (subject: AddressDigest) =>
          testbed.stores.limiter.charge([{ limit, subject, windows: once }])
        expect((await again(wanted.signInPair)).status).toBe('charged')
        expect((await again(others)).status).toBe('rate-limited')
      })

      test('and everything that goes with it', async () => {
        const { account, request, pair } = await testbed.mailedAccount()
        const second = await testbed.mint(request.id)
        const ticket = await testbed.ticketFor(second)
        const sessions = [await signIn(account.id), await signIn(account.id)]
        const bystander = await testbed.mailedAccount()
        const bystanderSession = await signIn(bystander.account.id)

        const wanted = changeWith(pair.link, 'second hash')
        expect(await testbed.stores.recovery.changePassword(wanted)).toEqual({
          status: 'changed',
          accountId: account.id,
        })

        const row = await testbed.account(account.id)
        expect(row).toMatchObject({ password_hash: 'second hash', credential_version: 2 })
        expect(minutesFromNow(row.password_changed_at ?? undefined)).toBeCloseTo(0, 0)
        expect(await endOf(pair.link)).toBe('spent')
        for (const sibling of [pair.code, second.link, ticket]) {
          expect(await endOf(sibling)).toBe('voided')
        }
        expect(await endOf(second.code)).toBe('spent')
        for (const session of sessions) expect(await session()).toBeUndefined()
        const kept = testbed.db.selectFrom('session').select('digest')
        expect(await kept.where('account_id', '=', account.id).execute()).toEqual([])
        const [notice, ...more] = await testbed.jobs(account.id)
        expect(more).toEqual([])
        expect(notice?.job).toEqual({
          kind: 'password-changed',
          accountId: account.id,
          changedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        })
        const events = await testbed.db
          .selectFrom('audit_event')
          .selectAll()
          .where('kind', '=', 'password-changed')
          .where('account_id', '=', account.id)
          .execute()
        expect(events).toMatchObject([{ outcome: 'changed', request_id: request.id }])
        expect(hex(events[0]?.client_digest ?? newDigest())).toBe(hex(wanted.clientDigest))

        expect(await look(bystander.pair.link)).toMatchObject({ status: 'good' })
        expect(await bystanderSession()).toBeDefined()
        expect(await testbed.account(bystander.account.id)).toMatchObject({ credential_version: 1 })
      })

      test('with a ticket as with a link', async () => {
        const { account, pair } = await testbed.mailedAccount()
        const ticket = await testbed.ticketFor(pair)
        expect(await change(ticket)).toMatchObject({ status: 'changed' })
        expect(await endOf(ticket)).toBe('spent')
        expect(await endOf(pair.link)).toBe('voided')
        expect((await testbed.account(account.id)).credential_version).toBe(2)
      })

      test('again only with a new email', async () => {
        const { account, request, pair } = await testbed.mailedAccount()
        await change(pair.link)
        const fresh = await testbed.mint(request.id)
        expect(await change(fresh.link, 'third hash')).toMatchObject({ status: 'changed' })
        expect(await testbed.account(account.id)).toMatchObject({
          password_hash: 'third hash',
          credential_version: 3,
        })
      })

      test.each(worthless)('not, and says %s, with %s', async (reason, _what, token) => {
        const useless = await token()
        const before = await testbed.db.selectFrom('account').selectAll().orderBy('id').execute()
        expect(await change(useless, 'a stranger’s hash')).toEqual(none(reason))
        expect(await testbed.db.selectFrom('account').selectAll().orderBy('id').execute()).toEqual(
          before,
        )
      })

      test.each(['outbox_job', 'audit_event'])(
        'wholly or not at all: when %s takes no row, the link still works',
        async (table) => {
          const { account, pair } = await testbed.mailedAccount()
          const session = await signIn(account.id)
          const before = await testbed.account(account.id)

          const failed = testbed.whileBroken(table, () => change(pair.link))
          await expect(failed).rejects.toThrow('broken on purpose')
          expect(await testbed.account(account.id)).toEqual(before)
          expect(await endOf(pair.link)).toBe('live')
          expect(await endOf(pair.code)).toBe('live')
          expect(await session()).toBeDefined()
          expect(await testbed.jobs(account.id)).toEqual([])

          expect(await testbed.stores.recovery.spendCode(spendOf(pair))).toMatchObject({
            status: 'spent',
          })
          expect(await change(pair.link)).toMatchObject({ status: 'changed' })
        },
      )
    })
  },
)
