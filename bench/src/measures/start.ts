import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../../packages/db/src/testing/free-port.ts'
import { compare } from '../compare.ts'
import {
  latchkeyEnvironment,
  latchkeyProgram,
  startBetterAuth,
  startExpress,
} from '../contenders.ts'
import { start, untilReady } from '../processes.ts'
import type { World } from '../world.ts'

/** Time from launching the process to the first 200 of its readiness check. */
export async function startUp(world: World): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-start-'))
  let fresh = 0
  const embedded = (port: number, data: string) => ({
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: join(folder, data),
  })
  const ours = (who: string, environment: (port: number) => Promise<Record<string, string>>) => ({
    who,
    async run() {
      const port = await freePort()
      const env = await environment(port)
      const startedAt = performance.now()
      const child = start(process.execPath, [latchkeyProgram, 'start'], { env })
      await untilReady(`http://127.0.0.1:${port}/health/ready`, 2)
      const seconds = (performance.now() - startedAt) / 1000
      await child.stop()
      return { seconds }
    },
  })
  const rival = (who: string, begin: () => Promise<{ stop(): Promise<void> }>) => ({
    who,
    async run() {
      const startedAt = performance.now()
      const contender = await begin()
      const seconds = (performance.now() - startedAt) / 1000
      await contender.stop()
      return { seconds }
    },
  })
  await compare(world, 'start', [
    ours('latchkey, PostgreSQL, warm', async (port) => latchkeyEnvironment(world, port)),
    ours('latchkey, PostgreSQL, cold', async (port) => {
      await world.postgres.createDatabase('latchkey_cold')
      return latchkeyEnvironment(world, port, { database: 'latchkey_cold' })
    }),
    ours('latchkey, embedded, cold', async (port) => embedded(port, `cold-${fresh++}`)),
    ours('latchkey, embedded, warm', async (port) => embedded(port, 'cold-0')),
    rival('better-auth, migrated', () => startBetterAuth(world)),
    rival('express', () => startExpress(world)),
  ])
  rmSync(folder, { recursive: true, force: true })
}
