import { dirname } from 'node:path'
import { openTestPostgres } from '../../packages/db/src/testing/test-database.ts'
import { openMailServer } from '../../packages/server/test/kit/mail-server.ts'
import type { Packed } from '../pack.ts'
import { stepsOf } from './check.ts'
import { examples } from './index.ts'

/** What became of one step of an example. */
export type Step = { what: string; seconds: number; problem: string | undefined }

/** @param names of the examples; none: all. */
export async function tryExamples(
  { packed, folder, names = [] }: { packed: Packed[]; folder: string; names?: readonly string[] },
  report: (step: Step) => void,
): Promise<void> {
  // The examples run on the Node that runs this.
  process.env.PATH = `${dirname(process.execPath)}:${process.env.PATH}`
  const postgres = await openTestPostgres()
  const around = { packed, folder, openMail: openMailServer, emptyDatabase: () => postgres.empty() }
  try {
    for (const example of examples) {
      if (names.length > 0 && !names.includes(example.name)) continue
      const { steps, clean } = await stepsOf(example, around)
      for (const [step, act] of Object.entries(steps)) {
        const since = performance.now()
        const problem = await act().then(() => undefined, String)
        const seconds = Math.round((performance.now() - since) / 1000)
        report({ what: `${example.name}: ${step}`, seconds, problem })
        // What comes next needs it.
        if (problem && step === 'installs') break
      }
      clean()
    }
  } finally {
    await postgres.close()
  }
}
