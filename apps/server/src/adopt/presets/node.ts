import { columnOf, columnsLike } from '../tables.ts'
import type { Preset } from './preset.ts'

export const nodePresets: readonly Preset[] = [
  {
    name: 'better-auth',
    title: 'better-auth',
    marks: ({ has }) =>
      has(/^accounts?$/, 'providerId', 'accountId', 'password') ||
      (has(/^accounts?$/, 'provider_id', 'account_id', 'password') &&
        has(/^verifications?$/, 'identifier')),
    isUsers: ({ name }) => /^users?$/.test(name),
    usual: { write: 'better-auth' },
    refine({ map, passwords, users }, { application }) {
      const provider = columnOf(passwords, 'providerId') ? 'providerId' : 'provider_id'
      map.password.where = { [provider]: 'credential' }
      const verifications = application.tables.find(
        (table) => /^verifications?$/.test(table.name) && table.schema === users.schema,
      )
      // The links of its own reset: the row has the id of the user for a value.
      if (verifications && columnOf(verifications, 'value')) {
        map.sessions.push({
          ...{ delete: verifications.table, by: 'value' },
          where: { identifier: { like: 'reset-password:%' } },
        })
      }
    },
    notes: [
      'With a cookie cache, a session lives on until its maxAge. With a secondary storage, sessions are not in this database, and nothing here ends them.',
    ],
  },
  {
    name: 'payload',
    title: 'Payload',
    marks: ({ has }) => has('payload_migrations') && has('*', 'hash', 'salt'),
    isUsers: (table) => ['hash', 'salt'].every((name) => columnOf(table, name) !== undefined),
    usual: { write: 'payload' },
  },
  {
    name: 'directus',
    title: 'Directus',
    marks: ({ has }) => has('directus_users') && has('directus_settings'),
    isUsers: ({ name }) => name === 'directus_users',
    usual: { write: 'argon2id' },
    alive: { status: 'active', provider: 'default' },
    refine({ map }) {
      map.users.locale = 'language'
    },
  },
  {
    name: 'strapi',
    title: 'Strapi',
    marks: ({ has }) => has('up_users'),
    isUsers: ({ name }) => name === 'up_users',
    usual: { write: 'bcrypt', prefix: '2a', cost: 10 },
    alive: { provider: 'local' },
    refine({ map }) {
      map.sessions.push({ because: 'epoch' })
    },
    notes: [
      'Tokens of Strapi live until they expire, unless your application compares latchkey.credential_epoch.',
    ],
  },
  {
    name: 'medusa',
    title: 'Medusa 2',
    marks: ({ has }) => has('provider_identity', 'provider_metadata', 'entity_id'),
    usual: { write: 'medusa-scrypt' },
    whole: ({ find }) => ({
      users: {
        table: find('provider_identity')?.table ?? 'public.provider_identity',
        ...{ id: 'id', email: 'entity_id', match: 'lower' },
        alive: { provider: 'emailpass', deleted_at: null },
      },
      password: { columns: { hash: { column: 'provider_metadata', path: ['password'] } } },
      onChange: { updated_at: 'now' },
      sessions: [{ because: 'epoch' }],
    }),
    notes: [
      'Tokens of Medusa live until they expire, unless your application compares latchkey.credential_epoch.',
    ],
  },
  {
    name: 'authjs',
    title: 'Auth.js with a column for the password',
    marks: ({ has }) =>
      has('*', 'providerAccountId') || has('*', 'provider_account_id') || has('*', 'sessionToken'),
    refine({ map, sessionTables }, { find }) {
      const own = sessionTables.find(({ table }) => {
        const found = find(table)
        return found && columnsLike(found, /^sessiontoken$/).length > 0
      })
      // Its table of sessions stays empty when people sign in with a password, unless the application fills it.
      if (own && (find(own.table)?.rows ?? 0) > 0) return
      if (own) {
        own.isProposed = false
        own.why = 'It is empty: with passwords Auth.js keeps no sessions there.'
      }
      map.sessions.push({ because: 'epoch' })
    },
    notes: [
      'Where sessions are not in the database, compare latchkey.credential_epoch in its jwt callback: with the epoch that the token got when it was made, not with its iat, which moves.',
    ],
  },
]
