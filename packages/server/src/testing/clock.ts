import type { Database } from '@latchkey/db'
import { letTimePass } from '@latchkey/db/let-time-pass'

/** An amount of time; its parts are added up. */
export type Span = { days?: number; hours?: number; minutes?: number; seconds?: number }

/** Everything expires by the clock of the database. So time passes by moving every stored moment into the past. */
export type TestClock = { advance(span: Span): Promise<void> }

export function createTestClock(database: () => Promise<Database>): TestClock {
  return {
    async advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }) {
      const span = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
      await letTimePass((await database()).kysely, span)
    },
  }
}
