import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatSql } from '../testing/format-sql.ts'
import { preparedStatements } from './prepared.ts'
import { sqlOnly } from './sql-only.ts'
import '../index.ts'

const db = sqlOnly()

const src = join(import.meta.dirname, '..')

/** In which folder each statement is written. */
const rooms = new Map(
  globSync('**/*.ts', { cwd: src, exclude: ['**/*.test.ts'] }).flatMap((file) => {
    const code = readFileSync(join(src, file), 'utf8').replaceAll(/^ \*.*/gm, '')
    const names = code.matchAll(/\bprepared\(\s*'([a-z-]+)'/g)
    return [...names].map(([, name = '']) => [name, join(src, dirname(file))] as const)
  }),
)

describe('the SQL of every prepared statement is as reviewed', () => {
  test.each([...preparedStatements.keys()])('%s', async (name) => {
    const compiled = preparedStatements.get(name)?.(db)
    await expect(formatSql(compiled?.sql ?? '')).toMatchFileSnapshot(
      join(rooms.get(name) ?? src, 'golden', `${name}.sql`),
    )
  })
})

test('no golden file is left of a statement that is gone', () => {
  const golden = globSync('**/golden/*.sql', { cwd: src }).map((file) => basename(file, '.sql'))
  expect(golden.filter((name) => !preparedStatements.has(name))).toEqual([])
})

test('every prepared statement is part of the package that is loaded', () => {
  expect([...rooms.keys()].toSorted()).toEqual([...preparedStatements.keys()].toSorted())
})
