import { fileURLToPath } from 'node:url'
import { run } from '../run.ts'

export const repository = fileURLToPath(new URL('../../', import.meta.url))

export const git = async (...args: string[]) => (await run('git', args, repository)).trim()

const migrations = 'packages/db/src/migrations/0*.ts'

/** The commit of the release before, in full, and how it was found. */
export async function previousRelease(
  given: string | undefined,
): Promise<{ ref: string; why: string }> {
  if (given !== undefined) return { ref: await git('rev-parse', given), why: 'as was asked for' }
  // A tag of this very commit is the release that is being made.
  const tags = await git(
    ...['tag', '--list', 'v*', '@latchkey/server@*', '--merged', 'HEAD', '--no-contains', 'HEAD'],
    '--sort=-creatordate',
  )
  const [tag] = tags.split('\n')
  if (tag) return { ref: await git('rev-parse', `${tag}^{commit}`), why: `it has the tag ${tag}` }
  // Nothing has been released. What comes nearest is the program from before the last change of the tables.
  const changed = await git('log', '-1', '--format=%H', '--diff-filter=A', '--', migrations)
  if (changed === '') throw new Error('There is no tag, and no commit that changed the tables.')
  return {
    ref: await git('rev-parse', `${changed}^`),
    why: `there is no tag yet, and ${changed.slice(0, 9)} was the last to add a migration`,
  }
}
