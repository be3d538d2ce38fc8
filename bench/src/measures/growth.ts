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
import { betterAuthAsk, trpcAsk } from './ask.ts'
import { emailBodies, tokenBodies } from './bodies.ts'
import { delivered } from './mails.ts'

const MAILS = 3_000

/** The same work with few accounts and with many, with as many live secrets and waiting jobs. */
export async function growth(world: World): Promise<void> {
  const { accounts, grown } = world.flags
  const secrets = Math.min(grown, 1_000_000)
  console.log(`growth: ${grown} accounts, ${secrets} live secrets and waiting jobs …`)
  await fillLatchkey(world, 'latchkey_grown', grown)
  await addLinks(world, 'latchkey_grown', { from: 0, count: secrets, accounts: grown })
  await addWaitingJobs(world, 'latchkey_grown', secrets)
  await addLinks(world, 'latchkey_slow', { from: 0, count: 1_000, accounts })
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
  const looks = { method: 'POST', path: '/trpc/recovery.verifyToken' } as const
  const lookFew = { ...looks, lines: tokenBodies(world, 1_000) }
  const runner = (who: string, contender: Contender, call: Call) => ({
    who,
    async run() {
      const sample = await runLoad(world, contender, call)
      await forgetJobs(world, 'latchkey_slow')
      await forgetJobs(world, 'latchkey_grown')
      return sample
    },
  })
  for (const contender of [small, large]) {
    await warmUp(world, contender, trpcAsk(few))
    await warmUp(world, contender, lookFew)
  }
  await compare(world, 'growth: ask', [
    runner(`latchkey, ${grown} accounts`, large, trpcAsk(many)),
    runner(`latchkey, ${accounts} accounts`, small, trpcAsk(few)),
    runner(`better-auth, ${grown} accounts`, grownRival, betterAuthAsk(many)),
    runner(`better-auth, ${accounts} accounts`, rival, betterAuthAsk(few)),
  ])
  await compare(world, 'growth: verify', [
    runner(`latchkey, ${secrets} live secrets`, large, {
      ...looks,
      lines: tokenBodies(world, Math.min(secrets, 100_000)),
    }),
    runner('latchkey, 1000 live secrets', small, lookFew),
  ])
  for (const each of [small, large, rival, grownRival]) await each.stop()

  const mailing = {
    large: await startLatchkey(world, { database: 'latchkey_grown' }),
    small: await startLatchkey(world, { database: 'latchkey_slow' }),
  }
  const askOf = (size: number) =>
    world.lines(
      Array.from({ length: MAILS }, (_, i) => JSON.stringify({ email: known((i * 7_919) % size) })),
    )
  const mailer = (who: string, contender: Contender, lines: string) => ({
    who,
    run: () => delivered(world, contender, trpcAsk(lines), MAILS),
  })
  await compare(world, 'growth: mails', [
    mailer(`latchkey, ${secrets} waiting jobs`, mailing.large, askOf(grown)),
    mailer('latchkey, none waiting', mailing.small, askOf(accounts)),
  ])
  for (const each of [mailing.large, mailing.small]) await each.stop()
}
