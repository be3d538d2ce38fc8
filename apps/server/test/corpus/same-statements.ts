import { expect } from 'vitest'
import { openStatementLog } from '../kit/statements.ts'
import type { Reply } from './apis.ts'
import { comparable } from './apis.ts'
import { eventually } from './eventually.ts'
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
  /** Repeated where a machine was too busy to hash in time, which refuses all callers. */
  async function observed(n: number): Promise<{ reply: Reply; statements: string[] }> {
    return eventually(async () => {
      log.take()
      const reply = await send(server, n)
      expect(reply.status, reply.text).not.toBe(503)
      return { reply, statements: log.take() }
    })
  }
  for (let n = 0; n < 4; n++) await observed(n)
  const seen = []
  for (let n = 0; n < 8; n++) {
    const { reply, statements } = await observed(n)
    seen.push({ reply: comparable(reply), statements })
  }
  await server.kill('SIGTERM')
  await log.close()
  expect(seen[0]?.statements.length).toBeGreaterThan(0)
  for (const one of seen) expect(one).toEqual(seen[0])
}
