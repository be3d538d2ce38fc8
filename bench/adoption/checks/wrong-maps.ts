import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AccountMapInput } from '../../../packages/db/src/accounts/map/account-map.ts'
import type { Adoption } from '../rig/adoption.ts'
import { compare } from '../rig/snapshot.ts'
import { readMap } from './adopting.ts'
import type { Check } from './check.ts'

type Wrong = {
  title: string
  change: (map: AccountMapInput, adoption: Adoption) => AccountMapInput | Promise<AccountMapInput>
  /** What the sentence must name. */
  names: RegExp
  when?: Check['when']
}

const wrongs: readonly Wrong[] = [
  {
    title: 'a column that does not exist',
    change: (map) => ({ ...map, users: { ...map.users, email: 'no_such_column' } }),
    names: /no_such_column/,
  },
  {
    title: 'a table that does not exist',
    change: (map) => ({ ...map, users: { ...map.users, table: 'public.no_such_table' } }),
    names: /no_such_table/,
  },
  {
    title: 'a column that is written twice',
    change: (map) => ({
      ...map,
      onChange: { ...map.onChange, [hashColumn(map)]: 'twice' },
      password: {
        ...map.password,
        onChange: { ...map.password.onChange, [hashColumn(map)]: 'twice' },
      },
    }),
    names: /twice|already|both/i,
  },
  {
    title: 'a time that is written into a column of another type',
    change: (map) => ({ ...map, onChange: { ...map.onChange, [map.users.email]: 'now' } }),
    names: /./,
  },
  {
    title: 'a format that nobody has',
    change: (map) => ({ ...map, password: { ...map.password, write: 'rot13' } }),
    names: /rot13/,
  },
  {
    title: 'a format that the stored passwords do not have, so that the host could not read it',
    when: ({ host }) => host.name.startsWith('laravel'),
    change: (map) => ({
      ...map,
      password: { columns: map.password.columns, write: 'argon2id' },
    }),
    names: /argon2id/,
  },
  {
    title: 'the letter of bcrypt that PHP does not read',
    when: ({ host }) => host.name.startsWith('laravel'),
    change: (map) => ({ ...map, password: { ...map.password, prefix: '2b' } }),
    names: /2b/,
  },
  {
    title: 'a format that is longer than the column',
    when: ({ host }) => host.name === 'jhipster',
    change: (map) => ({
      ...map,
      password: { columns: map.password.columns, write: 'argon2id' },
    }),
    names: /60/,
  },
  {
    title: 'no way that a session ends',
    change: (map) => ({ ...map, sessions: [] }),
    names: /session/i,
  },
]

/** A map that is wrong gets one clear sentence, and nothing changes. */
export const wrongMaps: readonly Check[] = wrongs.map(({ title, change, names, when }) => ({
  id: 'A10',
  title: `\`doctor\` refuses ${title}`,
  ...(when && { when }),
  async run(adoption) {
    const { $schema, ...map } = readMap(adoption.files.map)
    const file = join(adoption.folder, 'wrong.accounts.json')
    writeFileSync(file, JSON.stringify(await change(map as AccountMapInput, adoption)))
    const before = await adoption.snapshot()
    const { code, output, errors } = await adoption.latchkey(['doctor'], { ACCOUNTS_FILE: file })
    assert.equal(code, 1, output)
    assert.match(`${output}${errors}`, names)
    assert.doesNotMatch(`${output}${errors}`, /^\s+at .*\.(js|ts):\d+/m, 'it printed a stack')
    assert.deepEqual(compare(before, await adoption.snapshot()), [])
  },
}))

function hashColumn({ password }: AccountMapInput): string {
  const { hash } = password.columns
  return typeof hash === 'string' ? hash : hash.column
}
