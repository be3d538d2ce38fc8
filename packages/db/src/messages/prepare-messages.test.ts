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
    attempt: { messageId: randomUUID(), claim: 0, queuedAt: new Date(), job },
    secrets: mintedFrom(newPair(requestId)),
    emailNoAccount: false,
    ...change,
  }
}

describe.each(storeTestbeds)('where %s has no password to choose', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  const prepare = (...preparations: Preparation[]) => testbed.stores.messages.prepare(preparations)
  const secretsOf = (requestId: string) =>
    testbed.db.selectFrom('secret').selectAll().where('request_id', '=', requestId).execute()
  const kindOf = async ({ attempt: { messageId } }: Preparation) => {
    const message = testbed.db.selectFrom('message').select(['kind', 'state'])
    return message.where('id', '=', messageId).executeTakeFirst()
  }
  const stranger = async (address = emailAddress()) => {
    const addressDigest = newDigest()
    const ask = () => testbed.openRequest({ address, addressDigest, locale: 'fr' })
    return { address, ask, request: await ask() }
  }
  const telling = { emailNoAccount: true }
  const untold = [{ status: 'suppressed', reason: 'no-account' }]

  test('the owner hears how they sign in, and no secret exists', async () => {
    const { address } = await testbed.addAccount({ passwordHash: null, locale: 'de' })
    const request = await testbed.openRequest({ address })
    const preparation = preparationFor(request.id, telling)
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

  test('an address without an account hears nothing, unless the operator wants it to', async () => {
    const { address, request } = await stranger()
    const quiet = preparationFor(request.id)
    expect(await prepare(quiet)).toEqual(untold)
    expect(await kindOf(quiet)).toEqual({ kind: 'recovery', state: 'suppressed' })

    const loud = preparationFor(request.id, telling)
    expect(await prepare(loud)).toMatchObject([
      {
        status: 'ready',
        owner: { canonical: address.canonical, registered: address.canonical },
        locale: 'fr',
        kind: 'no-account',
        expiresAt: {},
      },
    ])
    expect(await secretsOf(request.id)).toEqual([])
    expect(await kindOf(loud)).toEqual({ kind: 'no-account', state: 'sending' })
  })

  test('it hears it once in 24 hours, and an attempt that failed may be made again', async () => {
    const { ask, request } = await stranger()
    const first = preparationFor(request.id, telling)
    const again = preparationFor((await ask()).id, telling)
    const other = preparationFor((await stranger()).request.id, telling)
    const [one, two, three] = await prepare(first, again, other)
    expect([one?.status, two, three?.status]).toEqual(['ready', ...untold, 'ready'])
    expect(await prepare(first)).toMatchObject([{ status: 'ready', tries: 2, brokeOff: true }])
    expect(await prepare(preparationFor((await ask()).id, telling))).toEqual(untold)

    const yesterday = { created_at: sql<Date>`created_at - interval '24 hours'` }
    const told = testbed.db.updateTable('message').set(yesterday)
    await told.where('id', '=', first.attempt.messageId).execute()
    const later = preparationFor((await ask()).id, telling)
    expect(await prepare(later)).toMatchObject([{ status: 'ready' }])
  })

  test('who withheld mails by a limit, or disabled an account, tells nobody anything', async () => {
    const { request } = await stranger()
    const job = { kind: 'recovery', requestId: request.id, withheld: true } as const
    const attempt = { ...preparationFor(request.id).attempt, job }
    expect(await prepare(preparationFor(request.id, { ...telling, attempt }))).toEqual([
      { status: 'suppressed', reason: 'limit' },
    ])
    const disabled = await testbed.addAccount({ passwordHash: null })
    await testbed.setStatus(disabled.id, 'disabled')
    const asked = await testbed.openRequest({ address: disabled.address })
    expect(await prepare(preparationFor(asked.id, telling))).toEqual([
      { status: 'suppressed', reason: 'disabled' },
    ])
  })

  test('a notice stores what says "not me", each attempt its own, and all of them work', async () => {
    const { id, address } = await testbed.addAccount()
    const job = {
      kind: 'password-changed',
      accountId: id,
      changedAt: new Date().toISOString(),
    } as const
    const attempt = { messageId: randomUUID(), claim: 0, queuedAt: new Date(), job }
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

test('two workers that are to tell the same address tell it once', async () => {
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
