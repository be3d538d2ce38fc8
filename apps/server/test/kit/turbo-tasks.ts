import { execFileSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const turbo = join(root, 'node_modules/.bin/turbo')
const tasks = ['build', 'lint', 'typecheck', 'test', 'rules', 'size', 'e2e']

type Planned = { taskId: string; hash: string; command: string }

/** A copy of what is in the working tree, where files can be changed, and Turborepo's plans for it. */
export function openCopy() {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-turbo-'))
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' })
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  for (const file of listed.split('\n').filter(Boolean)) {
    // Removed, and not committed yet.
    if (existsSync(join(root, file))) cpSync(join(root, file), join(folder, file))
  }
  git('init', '--quiet')
  git('add', '--all')

  /** The tasks that have something to do, with the digest of all that they depend on. */
  function plan(): Map<string, string> {
    const output = execFileSync(turbo, ['run', ...tasks, '--dry=json'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: process.env.PATH, TURBO_TELEMETRY_DISABLED: '1' },
    })
    const { tasks: planned } = JSON.parse(output) as { tasks: Planned[] }
    return new Map(
      planned
        .filter(({ command }) => command !== '<NONEXISTENT>')
        .map(({ taskId, hash }) => [taskId, hash]),
    )
  }

  const before = plan()

  return {
    /** What runs again after this file was changed. */
    runsAfter(file: string): string[] {
      const saved = execFileSync('git', ['show', `:${file}`], { cwd: folder })
      appendFileSync(join(folder, file), '\n// changed\n')
      const after = plan()
      git('checkout', '--', file)
      if (saved.length === 0) throw new Error(`${file} is empty`)
      return [...after.keys()].filter((task) => after.get(task) !== before.get(task)).sort()
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
