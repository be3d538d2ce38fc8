import { randomUUID } from 'node:crypto'
import type { Preparation } from '@latchkey/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  alarmWith,
  emailAddress,
  mintedFrom,
  mintedNotMe,
  minutesFromNow,
  newDigest,
  newPair,
  openPostgresTestbed,
  preparationOf,
  type StoreTestbed,
  storeTestbeds,
} from '../testing/index.ts'

function preparationFor(requestId: string, change: Partial<Preparation> = {}): Preparation {
  const job = { kind: 'recovery', requestId, withheld: false } as const
  return {
    attempt: { jobId: randomUUID(), claim: 0, queuedAt: new Date(), job },
    secrets: mintedFrom(newPair(requestId)),
    emailNoAccount: false,
    ...change,
  }
}

describe.each(storeTestbeds)('emails instead of a recovery on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  const prepare = (...preparations: Preparation[]) => testbed.stores.messages.prepare(preparations)
  const secretsOf = (requestId: string) =>
    testbed.db.selectFrom('secret').selectAll().where('request_id', '=', requestId).execute()
  const kindOf = async ({ attempt: { jobId } }: Preparation) => {
    const message = testbed.db.selectFrom('message').select(['kind', 'state'])
    return message.where('id', '=', jobId).executeTakeFirst()
  }
  const stranger = async (address = emailAddress()) => {
    const addressDigest = newDigest()
    const requestAgain = () => testbed.openRequest({ address, addressDigest, locale: 'fr' })
    return { address, requestAgain, request: await requestAgain() }
  }
  const enabled = { emailNoAccount: true }
  const suppressed = [{ status: 'suppressed', reason: 'no-account' }]

  test('an owner without a password is told how to sign in, and no secret is stored', async () => {
    const { address } = await testbed.addAccount({ passwordHash: null, locale: 'de' })
    const request = await testbed.openRequest({ address })
    const preparation = preparationFor(request.id, enabled)
    expect(await prepare(preparation)).toMatchObject([
      {
        status: 'ready',
        owner: address,
        locale: 'de',
        kind: 'no-password',
        request: { requestedAt: expect.any(Date), device: 'Firefox on Windows' },
        expiresAt: {},
      },
    ])
    expect(await secretsOf(request.id)).toEqual([])
    expect(await kindOf(preparation)).toEqual({ kind: 'no-password', state: 'sending' })
  })

  test('an address without an account gets no email unless the operator enables it', async () => {
    const { address, request } = await stranger()
    const byDefault = preparationFor(request.id)
    expect(await prepare(byDefault)).toEqual(suppressed)
    expect(await kindOf(byDefault)).toEqual({ kind: 'recovery', state: 'suppressed' })

    const asked = preparationFor(request.id, enabled)
    expect(await prepare(asked)).toMatchObject([
      {
        status: 'ready',
        owner: { canonical: address.canonical, registered: address.canonical },
        locale: 'fr',
        kind: 'no-account',
        expiresAt: {},
      },
    ])
    expect(await secretsOf(request.id)).toEqual([])
    expect(await kindOf(asked)).toEqual({ kind: 'no-account', state: 'sending' })
  })

  test('it gets one in 24 hours, and a failed attempt may be repeated', async () => {
    const { requestAgain, request } = await stranger()
    const first = preparationFor(request.id, enabled)
    const again = preparationFor((await requestAgain()).id, enabled)
    const other = preparationFor((await stranger()).request.id, enabled)
    const [one, two, three] = await prepare(first, again, other)
    expect([one?.status, two, three?.status]).toEqual(['ready', ...suppressed, 'ready'])
    expect(await prepare(first)).toMatchObject([{ status: 'ready', tries: 2, brokeOff: true }])
    expect(await prepare(preparationFor((await requestAgain()).id, enabled))).toEqual(suppressed)

    const yesterday = { created_at: sql<Date>`created_at - interval '24 hours'` }
    const told = testbed.db.updateTable('message').set(yesterday)
    await told.where('id', '=', first.attempt.jobId).execute()
    const later = preparationFor((await requestAgain()).id, enabled)
    expect(await prepare(later)).toMatchObject([{ status: 'ready' }])
  })

  test('a withheld email and a disabled account lead to no email', async () => {
    const { request } = await stranger()
    const job = { kind: 'recovery', requestId: request.id, withheld: true } as const
    const attempt = { ...preparationFor(request.id).attempt, job }
    expect(await prepare(preparationFor(request.id, { ...enabled, attempt }))).toEqual([
      { status: 'suppressed', reason: 'limit' },
    ])
    const disabled = await testbed.addAccount({ passwordHash: null })
    await testbed.setStatus(disabled.id, 'disabled')
    const asked = await testbed.openRequest({ address: disabled.address })
    expect(await prepare(preparationFor(asked.id, enabled))).toEqual([
      { status: 'suppressed', reason: 'disabled' },
    ])
  })

  test('each attempt at a notice stores a not-me secret of its own, and all of them work', async () => {
    const { id, address } = await testbed.addAccount()
    const job = {
      kind: 'password-changed',
      accountId: id,
      changedAt: new Date().toISOString(),
    } as const
    const attempt = { jobId: randomUUID(), claim: 0, queuedAt: new Date(), job }
    const [first, second] = [newDigest(), newDigest()]
    for (const notMe of [first, second]) {
      const [ready] = await prepare(preparationOf(attempt, [mintedNotMe(notMe)]))
      expect(ready).toMatchObject({ status: 'ready', kind: 'password-changed', owner: address })
      const expiresAt = ready?.status === 'ready' ? ready.expiresAt['not-me'] : undefined
      expect(minutesFromNow(expiresAt)).toBeCloseTo(72 * 60, 0)
      expect((await testbed.stores.recovery.findNotMe(notMe)).status).toBe('good')
    }
    expect((await testbed.stores.recovery.reportNotMe(alarmWith(first))).status).toBe('reported')
    expect(await testbed.stores.recovery.findNotMe(second)).toEqual({
      status: 'none',
      reason: 'voided',
    })
  })
})

test('two workers send one no-account email to one address', async () => {
  const testbed = await openPostgresTestbed()
  try {
    const there = (await testbed.openNeighbour()).stores.messages
    const here = testbed.stores.messages
    for (let run = 0; run < 20; run += 1) {
      const asked = { address: emailAddress(), addressDigest: newDigest() }
      const tell = async (store: typeof here) => {
        const { id } = await testbed.openRequest(asked)
        return store.prepare([preparationFor(id, { emailNoAccount: true })])
      }
      const answers = (await Promise.all([tell(here), tell(there), tell(here)])).flat()
      expect(answers.filter(({ status }) => status === 'ready')).toHaveLength(1)
    }
  } finally {
    await testbed.close()
  }
})
