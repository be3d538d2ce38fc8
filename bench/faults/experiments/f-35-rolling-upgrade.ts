import { setTimeout as sleep } from 'node:timers/promises'
import { openBalancer } from '../rig/balancer.ts'
import type { Experiment } from '../rig/experiment.ts'
import { missingFormer } from '../rig/former.ts'
import { newPassword } from '../rig/people.ts'
import { refusals } from '../rig/refusals.ts'
import { requestEmails } from '../rig/request-emails.ts'
import { runCommand } from '../rig/server.ts'

const PER_SECOND = { full: 20, short: 4 }
// As in production.
const DRAIN_SECONDS = 5

export const f35: Experiment = {
  id: 'F-35',
  title: 'A rolling upgrade',
  fault: `two servers of the version before; \`latchkey migrate\` of this one; then each server is replaced (SIGTERM, ${DRAIN_SECONDS} s of draining), behind a load balancer that follows readiness; ${PER_SECOND.full} requests per second (short: ${PER_SECOND.short}), and resets one after the other`,
  // Links per step.
  cycles: { full: 40, short: 6 },
  missing: missingFormer,
  rig: { former: true, settings: { DRAIN_SECONDS: String(DRAIN_SECONDS) } },
  async run(rig, { cycles, short }) {
    const balancer = await openBalancer(rig.servers)
    try {
      const via = balancer.url
      const people = await rig.people.add(500)
      const links = () => requestEmails(rig, cycles)
      let spent = 0
      let changed = 0
      const spend = async (opened: Awaited<ReturnType<typeof links>>) => {
        for (const { email, token } of opened) {
          const { outcome } = await rig.driver.reset(email, token, newPassword(spent), { via })
          spent += 1
          if (outcome === 'ok') changed += 1
          await sleep(250)
        }
      }
      const open = async (opened: Awaited<ReturnType<typeof links>>) => {
        for (const { token } of opened) await rig.driver.verify(token, { via })
        return opened
      }

      const [forMigrated, forMixed, forUpgraded] = [
        await open(await links()),
        await open(await links()),
        await open(await links()),
      ]
      const stop = rig.driver.load(
        (nth) => rig.driver.request(people[nth % people.length] ?? '', { via }),
        PER_SECOND[short ? 'short' : 'full'],
      )
      const migrated = await runCommand(rig.program, ['migrate', '--json'], {
        DATABASE_URL: rig.postgres.url('latchkey'),
        LATCHKEY_SECRET: rig.secret,
      })
      const applied: string[] = JSON.parse(migrated.output).applied
      // The old version on the new schema.
      await spend(forMigrated)

      const replace = async (nth: number) => {
        const server = rig.server(nth)
        const { code } = await server.kill('SIGTERM')
        server.use(undefined)
        await server.start()
        return code === 0 ? 0 : 1
      }
      const first = replace(0)
      await spend(forMixed)
      const uncleanFirst = await first
      // Both versions together: what one of them mints, the other may be asked to spend.
      await sleep(1_000)
      const mintedByBoth = await open(await links())
      await spend(mintedByBoth)
      const second = replace(1)
      await spend(forUpgraded)
      const uncleanSecond = await second
      await spend(await open(await links()))
      await stop()
      return {
        ...refusals(rig.driver.log),
        migrations: applied.length,
        balancerFailures: balancer.failures(),
        spent,
        changed,
        uncleanStops: uncleanFirst + uncleanSecond,
      }
    } finally {
      await balancer.close()
    }
  },
  pass: {
    'there was a migration': (seen) => (seen.migrations ?? 0) > 0,
    'no call fails': (seen) => seen.otherFailures === 0 && seen.balancerFailures === 0,
    'every link is spent': (seen) => seen.changed === seen.spent && (seen.spent ?? 0) > 0,
    'both stop with code 0': (seen) => seen.uncleanStops === 0,
  },
  passInTime: {
    'every call succeeds': (seen) => seen.answered503 === 0,
  },
}
