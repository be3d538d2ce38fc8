import { describe, expect, test } from 'vitest'
import { faultsIn, statementsOf } from '../testing/migration-faults.ts'
import { migrations } from './index.ts'

/* While processes are replaced, the program of before runs on the tables of now (docs/operating.md). */

const later = Object.entries(migrations).filter(([name]) => name !== '0001-baseline')

test('migrations have increasing numbers, and stand in their order', () => {
  const names = Object.keys(migrations)
  expect(names).toEqual(names.toSorted())
  expect(names.every((name) => /^\d{4}-[a-z-]+(-after-\d{4})?$/.test(name))).toBe(true)
  expect(new Set(names.map((name) => name.slice(0, 4))).size).toBe(names.length)
})

test.each(later)(
  '%s leaves everything that the program of before uses',
  async (name, migration) => {
    expect(faultsIn(name, await statementsOf(migration))).toEqual([])
  },
)

describe('a migration of the future', () => {
  const made = 'create table note (id uuid primary key)'

  test.each([
    'drop table message',
    'alter table message drop column detail',
    'alter table message rename column detail to answer',
    'alter table message rename to email',
    'alter table message alter column detail type bytea using detail::bytea',
    'alter table message alter column detail set not null',
    'alter table message alter column created_at drop default',
    'alter table message add column note text not null',
    'alter table message add constraint message_detail_check check (detail <> $$$$) not valid',
    'alter table message drop constraint message_pkey',
    'create unique index concurrently message_one on message (request_id)',
    'drop function refuse_write(text)',
    'create index message_detail on message (detail)',
    "update message set detail = ''",
    'alter table message add column seen_at timestamptz default clock_timestamp()',
  ])('may not: %s', (statement) => {
    expect(faultsIn('0900-note', [made, statement])).not.toEqual([])
  })

  test.each([
    'alter table note add column text text not null',
    'create unique index note_one on note (id)',
    'alter table message add column note text',
    "alter table message add column note text not null default ''",
    'alter table message drop constraint message_kind_check',
    'create index concurrently message_detail on message (detail)',
  ])('may: %s', (statement) => {
    expect(faultsIn('0900-note', [made, statement])).toEqual([])
  })

  test('takes away what the migration in its name made unnecessary, and not before that one', () => {
    const drop = ['alter table message drop column detail']
    expect(faultsIn('0900-drop-detail', drop)).toHaveLength(1)
    expect(faultsIn('0900-drop-detail-after-0890', drop)).toEqual([])
    expect(faultsIn('0900-drop-detail-after-0900', drop)).toHaveLength(1)
  })
})
