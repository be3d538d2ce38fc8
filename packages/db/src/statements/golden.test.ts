import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatSql } from '../testing/format-sql.ts'
import { sqlOnly } from '../testing/sql-only.ts'
import { preparedStatements } from './prepared.ts'
import '../index.ts'

const db = sqlOnly()

const src = join(import.meta.dirname, '..')
const sources = globSync('**/*.ts', { cwd: src, exclude: ['**/*.test.ts'] }).map((file) => ({
  room: join(src, dirname(file)),
  text: readFileSync(join(src, file), 'utf8'),
}))

function roomOf(name: string): string {
  const [source] = sources.filter(({ text }) => text.includes(`prepared('${name}'`))
  if (!source) throw new Error(`No file says prepared('${name}'`)
  return source.room
}

describe('the SQL of every prepared statement is as reviewed', () => {
  test.each([...preparedStatements.keys()])('%s', async (name) => {
    const compiled = preparedStatements.get(name)?.(db)
    await expect(formatSql(compiled?.sql ?? '')).toMatchFileSnapshot(
      join(roomOf(name), 'golden', `${name}.sql`),
    )
  })
})

test('no golden file is left of a statement that is gone', () => {
  const golden = globSync('**/golden/*.sql', { cwd: src }).map((file) => basename(file, '.sql'))
  expect(golden.filter((name) => !preparedStatements.has(name))).toEqual([])
})

test('every prepared statement is part of the package that is loaded', () => {
  const written = sources.flatMap(({ text }) =>
    [...text.matchAll(/^(?! \*).*prepared\('([a-z-]+)'/gm)].map(([, name]) => name),
  )
  expect(written.toSorted()).toEqual([...preparedStatements.keys()].toSorted())
})
