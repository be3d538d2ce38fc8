import { equal, match } from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../run.ts'

const pnpm = (project: string, ...args: string[]) => run('npx', ['-y', 'pnpm@12', ...args], project)

/** What a Turborepo with our packages builds, tests and takes from its cache. */
export const turborepoChecks: Record<string, (project: string) => Promise<void>> = {
  async 'builds, checks types and tests'(project) {
    await commit(project)
    match(await pnpm(project, 'test'), /5 successful, 5 total/)
  },
  async 'takes everything from the cache the second time'(project) {
    match(await pnpm(project, 'test'), /FULL TURBO/)
  },
  async 'checks the page again after a change of the router, and nothing after one of a document'(
    project,
  ) {
    appendFileSync(join(project, 'packages/router/README.md'), '\n')
    equal((await tasks(project)).get('@example/router#build'), 'HIT')
    appendFileSync(join(project, 'packages/router/src/index.ts'), '\n// changed\n')
    const after = await tasks(project)
    equal(after.get('@example/router#build'), 'MISS')
    equal(after.get('@example/web#typecheck'), 'MISS')
  },
}

/** Turborepo asks Git which files are ignored, and what the others contain. */
async function commit(project: string): Promise<void> {
  const git = (...args: string[]) => run('git', args, project)
  const author = ['-c', 'user.name=Example', '-c', 'user.email=example@example.com']
  await git('init', '--quiet')
  await git('add', '.')
  await git(...author, 'commit', '--quiet', '--message', 'The example')
}

/** Whether each would be taken from the cache. */
async function tasks(project: string): Promise<Map<string, string>> {
  const command = ['exec', 'turbo', 'run', 'build', 'typecheck', '--dry=json']
  const output = await pnpm(project, ...command)
  const planned: { tasks: { taskId: string; cache: { status: string } }[] } = JSON.parse(
    output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1),
  )
  return new Map(planned.tasks.map(({ taskId, cache }) => [taskId, cache.status]))
}
