import assert from 'node:assert/strict'
import type { Driver } from '../../faults/rig/driver.ts'
import { type Adoption, oldPassword } from '../rig/adoption.ts'
import type { Check } from './check.ts'

const ROUNDS = Number(process.env.ADOPTION_ROUNDS ?? 200)
/** Rounds that run side by side, each with somebody of its own. */
const AT_ONCE = 4

export const races: readonly Check[] = [
  {
    id: 'A7',
    title: `two links of one person raced in ${ROUNDS / 2} rounds: one is used, and its password is the one that the host accepts`,
    run: (adoption) => twoLinks(adoption, { rounds: ROUNDS / 2 }),
  },
  {
    id: 'A7',
    title: `a reset raced the host's own change in ${ROUNDS / 2} rounds: what was said is what the host accepts`,
    run: (adoption) => againstTheHost(adoption, { rounds: ROUNDS / 2 }),
  },
]

type Options = { rounds: number; driver?: Driver }

export async function twoLinks(adoption: Adoption, { rounds, driver = adoption.driver }: Options) {
  await inParallel(rounds, async () => {
    const email = adoption.person()
    const first = await adoption.request(email, driver)
    const second = await adoption.request(email, driver)
    const answers = await Promise.all([
      driver.reset(email, first.token, 'chosen with the first link'),
      driver.reset(email, second.token, 'chosen with the second link'),
    ])
    const won = answers.filter(({ outcome }) => outcome === 'ok')
    const said = answers.map(({ status, code }) => `${status} ${code ?? ''}`).join(', ')
    assert.equal(won.length, 1, `changed ${won.length} times: ${said}`)
    const lost = answers.find(({ outcome }) => outcome !== 'ok')
    assert.equal(lost?.code, 'INVALID_OR_EXPIRED')
    await acceptsOneOf(adoption, email, {
      accepted: won[0]?.password ?? '',
      refused: [lost?.password ?? '', oldPassword],
    })
  })
}

/**
 * The host changes the password while somebody uses a link. Either is last. If the host was first, the link is void,
 * because the version that it was made for is gone. A reset that was reported as changed may be overwritten by the
 * host right afterwards, as a change of the host may be by a reset, but the host's own password is there at the end in
 * every case: the host does not look at what was there before.
 */
export async function againstTheHost(
  adoption: Adoption,
  { rounds, driver = adoption.driver }: Options,
) {
  let resets = 0
  await inParallel(rounds, async (nth) => {
    const email = adoption.person()
    const { token } = await adoption.request(email, driver)
    // A host hashes for longer than the pause, or less long.
    const delay = nth % 4 === 0 ? 0 : (nth * 37) % 400
    const [, answer] = await Promise.all([
      adoption.program.changePassword(email, 'chosen at the host'),
      new Promise((resolve) => setTimeout(resolve, delay)).then(() =>
        driver.reset(email, token, 'chosen with the link'),
      ),
    ])
    assert.ok(
      answer.outcome === 'ok' || answer.code === 'INVALID_OR_EXPIRED',
      `${answer.status} ${answer.code}`,
    )
    if (answer.outcome === 'ok') resets += 1
    await acceptsOneOf(adoption, email, {
      accepted: 'chosen at the host',
      refused: [oldPassword, 'chosen with the link'],
    })
    // A link of before the change of the host is void in both cases.
    const late = await driver.reset(email, token, 'chosen too late')
    assert.equal(late.code, 'INVALID_OR_EXPIRED')
  })
  assert.ok(resets < rounds, 'no round was won by the host, so the race was none')
}

async function acceptsOneOf(
  { program }: Adoption,
  email: string,
  { accepted, refused }: { accepted: string; refused: readonly string[] },
): Promise<void> {
  const session = await program.signIn(email, accepted)
  assert.ok(!('refused' in session), `the host refuses "${accepted}"`)
  for (const password of refused) {
    const answer = await program.signIn(email, password)
    assert.ok('refused' in answer, `the host accepts "${password}"`)
  }
}

async function inParallel(rounds: number, run: (nth: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < rounds) {
      const nth = next++
      await run(nth).catch((error: Error) => {
        throw new Error(`round ${nth + 1}: ${error.message}`, { cause: error })
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}
