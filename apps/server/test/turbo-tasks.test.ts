import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCopy } from './kit/turbo-tasks.ts'

/* One file is changed in each place; the golden list says which tasks are not taken from the cache any more. */

const files = [
  'packages/core/src/recovery.ts',
  'packages/api/src/page-paths.ts',
  'packages/wording/src/formats.ts',
  'packages/db/src/schema.ts',
  'packages/email/src/index.ts',
  'packages/server/src/log.ts',
  'packages/react/src/recovery.tsx',
  'apps/server/src/main.ts',
  'apps/web/src/router.tsx',
  'apps/operator/src/router.tsx',
  'packages/core/src/secret.test.ts',
  'packages/react/src/pages.test.tsx',
  'packages/react/e2e/host-page.test.ts',
  'packages/core/README.md',
  'apps/web/gallery/states.ts',
  'apps/web/.size-limit.json',
  'docs/operating.md',
  'biome.json',
  'vitest.shared.ts',
  'tsconfig.base.json',
]

let copy: ReturnType<typeof openCopy>

beforeAll(() => {
  copy = openCopy()
})
afterAll(() => copy?.close())

test('a change runs what depends on it, and nothing else', async () => {
  const lists = files.map((file) => {
    const tasks = copy.runsAfter(file)
    return `${file}\n${tasks.map((task) => `  ${task.replace('@latchkey/', '')}`).join('\n')}\n`
  })
  await expect(lists.join('\n')).toMatchFileSnapshot('golden/turbo-tasks.txt')
})

test('a change of a test rebuilds nothing', () => {
  const tasks = copy.runsAfter('packages/core/src/secret.test.ts')
  expect(tasks.filter((task) => task.endsWith('#build'))).toEqual([])
  expect(tasks).toContain('@latchkey/core#test')
})
