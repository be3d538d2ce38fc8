import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Flags } from './flags.ts'
import { type MailSink, startSink } from './mail-sink.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import type { Record } from './record.ts'

/** The environment of every measure. */
export type World = {
  flags: Flags
  postgres: Postgres
  sink: MailSink
  record: Record
  /** Writes these lines to a file for the load generator. */
  lines(lines: readonly string[]): string
  close(): Promise<void>
}

export async function openWorld(flags: Flags, record: Record): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const postgres = await startPostgres()
  const sink = await startSink()
  let files = 0
  return {
    flags,
    postgres,
    sink,
    record,
    lines(lines) {
      const path = join(folder, `lines-${files++}`)
      writeFileSync(path, lines.join('\n'))
      return path
    },
    async close() {
      await sink.stop()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
