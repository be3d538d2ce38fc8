import { expect } from 'vitest'
import { openStatementLog } from '../kit/statements.ts'
import type { Reply } from './doors.ts'
import { comparable } from './doors.ts'
import type { Scene } from './scene.ts'

/**
 * Two kinds of asking that must not differ in time must not differ in work: the same answer, and the same
 * statements in the same order. Time itself is the benchmark's to measure.
 */
export async function sameStatements(
  scene: Scene,
  ask: (server: { url: string }, n: number) => Promise<Reply>,
): Promise<void> {
  const log = await openStatementLog(scene.corpus.testbed.environment.DATABASE_URL ?? '')
  const server = await scene.corpus.start({ DATABASE_URL: log.url, WORKER: 'off' })
  for (let n = 0; n < 4; n++) await ask(server, n)
  const seen = []
  for (let n = 0; n < 8; n++) {
    log.take()
    const reply = comparable(await ask(server, n))
    seen.push({ reply, statements: log.take() })
  }
  await server.kill('SIGTERM')
  await log.close()
  expect(seen[0]?.statements.length).toBeGreaterThan(0)
  for (const one of seen) expect(one).toEqual(seen[0])
}
