import { expect } from 'vitest'
import { openStatementLog } from '../kit/statements.ts'
import type { Reply } from './apis.ts'
import { comparable } from './apis.ts'
import type { Scene } from './scene.ts'

/**
 * Two calls whose times must not differ must cause the same work: the same answer, and the same statements in the same
 * order. The benchmark measures the times.
 */
export async function sameStatements(
  scene: Scene,
  send: (server: { url: string }, n: number) => Promise<Reply>,
): Promise<void> {
  const log = await openStatementLog(scene.corpus.testbed.environment.DATABASE_URL ?? '')
  const server = await scene.corpus.start({ DATABASE_URL: log.url, WORKER: 'off' })
  for (let n = 0; n < 4; n++) await send(server, n)
  const seen = []
  for (let n = 0; n < 8; n++) {
    log.take()
    const reply = comparable(await send(server, n))
    seen.push({ reply, statements: log.take() })
  }
  await server.kill('SIGTERM')
  await log.close()
  expect(seen[0]?.statements.length).toBeGreaterThan(0)
  for (const one of seen) expect(one).toEqual(seen[0])
}
