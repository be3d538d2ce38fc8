import { compare } from '../compare.ts'
import { type Contender, startBetterAuth, startLatchkey } from '../contenders.ts'
import {
  addBetterAuthTokens,
  addLinks,
  addWaitingJobs,
  fillBetterAuth,
  fillLatchkey,
  forgetJobs,
  known,
} from '../data.ts'
import { type Call, runLoad, warmUp } from '../run-load.ts'
import type { World } from '../world.ts'
import { emailBodies, tokenBodies } from './bodies.ts'
import { delivered } from './emails.ts'
import { betterAuthRequest, trpcRequest } from './request.ts'

const EMAILS = 3_000
/** The same on both sides: the first time that a link is opened costs more than later ones. */
const LINKS = 20_000

/**
 * After a checkpoint PostgreSQL logs every page whole when it is first written. A server at work did that long ago; here
 * the tables were just filled.
 */
const WARM_UP_SECONDS = 10

/** The same load with few accounts and with many, including as many valid secrets and waiting jobs. */
export async function growth(world: World): Promise<void> {
  const { accounts, grown } = world.flags
  const secrets = Math.min(grown, 1_000_000)
  const links = Math.min(secrets, LINKS)
  console.log(`growth: ${grown} accounts, ${secrets} valid secrets and waiting jobs …`)
  await fillLatchkey(world, 'latchkey_grown', grown)
  await addLinks(world, 'latchkey_grown', { from: 0, count: secrets, accounts: grown })
  await addWaitingJobs(world, 'latchkey_grown', secrets)
  await addLinks(world, 'latchkey_slow', { from: 0, count: links, accounts })
  await fillBetterAuth(world, 'better_auth_grown', grown)
  await addBetterAuthTokens(world, 'better_auth_grown', {
    from: 0,
    count: Math.min(grown, 200_000),
    accounts: grown,
  })

  const small = await startLatchkey(world, { database: 'latchkey_slow', worker: false })
  const large = await startLatchkey(world, { database: 'latchkey_grown', worker: false })
  const rival = await startBetterAuth(world)
  const grownRival = await startBetterAuth(world, { database: 'better_auth_grown' })
  const few = emailBodies(world, 'half')
  const many = emailBodies(world, 'half', grown)
  const check: Call = {
    method: 'POST',
    path: '/trpc/recovery.verifyToken',
    lines: tokenBodies(world, links),
  }
  const runner = (who: string, contender: Contender, call: Call) => ({
    who,
    async run() {
      const sample = await runLoad(world, contender, call)
      await forgetJobs(world, 'latchkey_slow')
      await forgetJobs(world, 'latchkey_grown')
      return sample
    },
  })
  for (const [contender, bodies] of [
    [small, few],
    [large, many],
  ] as const) {
    await warmUp(world, contender, trpcRequest(bodies), WARM_UP_SECONDS)
    await warmUp(world, contender, check)
  }
  await compare(world, 'growth: request', [
    runner(`latchkey, ${grown} accounts`, large, trpcRequest(many)),
    runner(`latchkey, ${accounts} accounts`, small, trpcRequest(few)),
    runner(`better-auth, ${grown} accounts`, grownRival, betterAuthRequest(many)),
    runner(`better-auth, ${accounts} accounts`, rival, betterAuthRequest(few)),
  ])
  await compare(world, 'growth: verify', [
    runner(`latchkey, ${secrets} valid secrets`, large, check),
    runner(`latchkey, ${links} valid secrets`, small, check),
  ])
  for (const each of [small, large, rival, grownRival]) await each.stop()

  const mailing = {
    large: await startLatchkey(world, { database: 'latchkey_grown' }),
    small: await startLatchkey(world, { database: 'latchkey_slow' }),
  }
  const requestsFor = (size: number) =>
    world.lines(
      Array.from({ length: EMAILS }, (_, i) =>
        JSON.stringify({ email: known((i * 7_919) % size) }),
      ),
    )
  const mailer = (who: string, contender: Contender, lines: string) => ({
    who,
    run: () => delivered(world, contender, trpcRequest(lines), EMAILS),
  })
  await compare(world, 'growth: emails', [
    mailer(`latchkey, ${secrets} waiting jobs`, mailing.large, requestsFor(grown)),
    mailer('latchkey, none waiting', mailing.small, requestsFor(accounts)),
  ])
  for (const each of [mailing.large, mailing.small]) await each.stop()
}
