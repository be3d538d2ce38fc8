import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../run.ts'
import { git, repository } from './find.ts'

const MIGRATIONS = 'packages/db/src/migrations'

/** They are about the migrations themselves, or compare them with the kinds that the code knows. */
const aboutMigrations = [
  'src/baseline.test.ts',
  'src/migrate.test.ts',
  'src/migrations/**',
  'src/up-to-date.test.ts',
]

const LONGEST_MS = 30 * 60_000

const pnpm = (args: string[], folder: string) =>
  run('npx', ['-y', 'pnpm@12', ...args], { folder, longestMs: LONGEST_MS })

/** The repository of then, in a folder of its own. */
export async function checkOut(ref: string, folder: string) {
  await git('worktree', 'add', '--quiet', '--detach', folder, ref)
  return {
    install: () => pnpm(['install', '--frozen-lockfile', '--prefer-offline'], folder),
    build: () => pnpm(['run', 'build'], folder),
    remove: () => git('worktree', 'remove', '--force', folder),
  }
}

/**
 * Its statements and stores on our tables: its tests make their databases with our migrations. Its golden files and
 * documents are brought up to date instead of compared; they say nothing about tables.
 *
 * @throws Error with what failed.
 */
export async function suiteProblems(former: string): Promise<void> {
  const theirs = join(former, MIGRATIONS)
  if (!existsSync(join(theirs, 'index.ts'))) {
    throw new Error(`It has no ${MIGRATIONS}/index.ts, so it cannot run on other migrations.`)
  }
  rmSync(theirs, { recursive: true })
  cpSync(join(repository, MIGRATIONS), theirs, {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts'),
  })
  const excluded = aboutMigrations.flatMap((path) => ['--exclude', path])
  try {
    await pnpm(
      ['exec', 'vitest', 'run', '--update', '--reporter=dot', ...excluded],
      join(former, 'packages/db'),
    )
  } finally {
    await run('git', ['checkout', '--quiet', '--', '.'], former)
    await run('git', ['clean', '--quiet', '--force', '--', MIGRATIONS], former)
  }
}
