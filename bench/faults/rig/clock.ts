import { chmodSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const libraries = '/usr/lib'

/** A clock that can be changed while programs use it. */
export type Clock = {
  /** The environment variables that make a program use it. */
  environment: Record<string, string>
  set(offsetMinutes: number): void
  remove(): void
}

export function missingClock(): string | undefined {
  return library() ? undefined : 'libfaketime is not installed (Debian: apt-get install faketime)'
}

export function openClock(): Clock {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-clock-'))
  // PostgreSQL reads it too, and runs as another user.
  chmodSync(folder, 0o755)
  const file = join(folder, 'offset')
  const set = (offsetMinutes: number) => {
    // Atomically, because it is read at every call for the time.
    writeFileSync(`${file}.next`, `${offsetMinutes < 0 ? '' : '+'}${offsetMinutes * 60}\n`, {
      mode: 0o644,
    })
    renameSync(`${file}.next`, file)
  }
  set(0)
  return {
    set,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    environment: {
      LD_PRELOAD: library() ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      // Timers are not affected, only the time of day.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  }
}

function library(): string | undefined {
  const folders = process.platform === 'linux' ? readdirSync(libraries) : []
  for (const folder of folders.filter((name) => name.endsWith('-linux-gnu'))) {
    const path = join(libraries, folder, 'faketime')
    try {
      if (readdirSync(path).includes('libfaketimeMT.so.1')) return join(path, 'libfaketimeMT.so.1')
    } catch {
      // Not in this one.
    }
  }
  return undefined
}
