import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStores } from '../stores.ts'
import {
  ago,
  everyTestbed,
  guessLimit,
  hex,
  newDigest,
  type StoreTestbed,
  spendOf,
} from '../testing/index.ts'

/* What the store contract says of codes and guesses is not said again here. */

describe.each(everyTestbed)('a code on %s', (_, openTestbed) => {
  let testbed: StoreTestbed
  beforeAll(async () => {
    testbed = await openTestbed()
  })
  afterAll(() => testbed.close())

  const guess = (requestId: string) => testbed.stores.recovery.chargeGuess(requestId, guessLimit)
  const spend = (what: ReturnType<typeof spendOf>) => testbed.stores.recovery.spendCode(what)
  const tries = async (requestId: string) => (await testbed.request(requestId))?.tries

  test('is guessed at five times even without rate limits', async () => {
    const options = { rateLimits: false }
    const { recovery } = createStores(testbed.database, options)
    const { id, addressDigest } = await testbed.openRequest()
    for (let i = 0; i < 5; i += 1) {
      expect(await recovery.chargeGuess(id, guessLimit)).toBe('charged')
    }
    expect(await recovery.chargeGuess(id, guessLimit)).toBe('exhausted')
    expect(await testbed.hits(addressDigest, 'guess-by-address')).toBeUndefined()
  })

  test('that is spent writes an audit event', async () => {
    const { account, request, pair } = await testbed.mailedAccount()
    const verified = spendOf(pair)
    await spend(verified)
    const [event, ...more] = await testbed.db
      .selectFrom('audit_event')
      .selectAll()
      .where('request_id', '=', request.id)
      .where('kind', '=', 'code-verified')
      .execute()
    expect(more).toEqual([])
    expect(event).toMatchObject({ outcome: 'verified', account_id: account.id })
    expect(hex(event?.client_digest ?? newDigest())).toBe(hex(verified.clientDigest))
  })

  test('gets its own answer when many are spent at once', async () => {
    const mailed = []
    for (let i = 0; i < 5; i += 1) mailed.push(await testbed.mailedAccount())
    const [first, , third] = mailed
    if (!first || !third) throw new Error('Nobody was emailed')
    const [tickets, charged] = await Promise.all([
      Promise.all(
        mailed.map(({ request, pair }) =>
          spend({
            ...spendOf(pair),
            // One tries the code of another.
            ...(pair === first.pair && { codeDigests: [third.pair.code] }),
            // One spells its request in capitals.
            ...(pair === third.pair && { requestId: request.id.toUpperCase() }),
          }),
        ),
      ),
      Promise.all([...mailed, ...mailed].map(({ request }) => guess(request.id))),
    ])
    expect(tickets).toMatchObject([
      { status: 'wrong' },
      ...mailed.slice(1).map(({ account }) => ({ status: 'spent', owner: account.address })),
    ])
    expect(charged).toEqual(Array(10).fill('charged'))
    expect(await spend(spendOf(first.pair))).toMatchObject({ status: 'spent' })
  })

  test('gets one guess refunded, also when another of the address is spent at once', async () => {
    const { account, request, pair } = await testbed.mailedAccount()
    const { addressDigest } = request
    const second = await testbed.openRequest({ address: account.address, addressDigest })
    const more = await testbed.mint(second.id)
    for (const { id } of [request, request, second, second]) await guess(id)
    await Promise.all([spend(spendOf(pair)), spend(spendOf(more))])
    expect(await Promise.all([tries(request.id), tries(second.id)])).toEqual([1, 1])
    expect(await testbed.hits(addressDigest, 'guess-by-address')).toBe(2)
  })

  test('is wrong after an operator revoked it', async () => {
    const { pair } = await testbed.mailedAccount()
    const voided = { voided_at: ago('1 second') }
    await testbed.db.updateTable('secret').set(voided).where('digest', '=', pair.code).execute()
    expect(await spend(spendOf(pair))).toEqual({ status: 'wrong' })
  })

  test('stays valid if writing its ticket fails', async () => {
    const { request, pair } = await testbed.mailedAccount()
    await guess(request.id)
    const spent = testbed.whileBroken('audit_event', () => spend(spendOf(pair)))
    await expect(spent).rejects.toThrow('broken on purpose')
    expect(await tries(request.id)).toBe(1)
    expect(await spend(spendOf(pair))).toMatchObject({ status: 'spent' })
  })
})
