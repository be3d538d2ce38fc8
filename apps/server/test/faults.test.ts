import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const suite = fileURLToPath(new URL('../../../bench/faults/run.ts', import.meta.url))

/** A few cycles of an experiment of the fault suite, and no bound on time. */
function strike(id: string): Promise<{ broken: string[]; counts: { lost: number } }> {
  const args = [suite, id, '--short', '--untimed', '--source', '--json']
  return new Promise((resolve, reject) =>
    execFile(process.execPath, args, (error, output, errors) => {
      if (output === '') return reject(error ?? new Error(errors))
      resolve(JSON.parse(output))
    }),
  )
}

// Each mostly waits for its own processes, and all five at once take a busy machine longer than other tests.
test.concurrent.each([
  ['F-02', 'killed right after it accepted'],
  ['F-05', 'PostgreSQL killed under resets'],
  ['F-16', 'the mail server hangs up after the final dot'],
  ['F-21', 'another transaction holds the account locked'],
  ['F-31', 'stopped with work in flight'],
])(
  '%s, %s: every invariant holds',
  async (id) => {
    const { broken, counts } = await strike(id)
    expect([broken, counts.lost]).toEqual([[], 0])
  },
  900_000,
)
