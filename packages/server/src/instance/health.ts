import { AccountsProblem } from '../compose/accounts.ts'
import type { Core } from './core.ts'
import type { Health } from './latchkey.ts'

export async function healthOf(core: Core): Promise<Health> {
  const notReady = (...missing: string[]): Health => ({
    status: 'not-ready',
    missing,
    mail: 'unknown',
  })
  if (core.closed()) return notReady('closed')
  try {
    const { parts, worker } = await core.open()
    const missing = await parts.missing()
    if (worker && !worker.alive()) missing.push('worker')
    const mail = missing.includes('database') ? 'unknown' : await parts.mail()
    const secret = parts.secretDiffers() ? ({ secret: 'differs' } as const) : {}
    return { status: missing.length === 0 ? 'ready' : 'not-ready', missing, mail, ...secret }
  } catch (error) {
    // Why it cannot be opened is in the log.
    return notReady(error instanceof AccountsProblem ? 'accounts' : 'database')
  }
}
