import { columnOf, isJson } from '../tables.ts'
import type { Preset } from './preset.ts'

export const rubyPresets: readonly Preset[] = [
  {
    name: 'discourse',
    title: 'Discourse',
    marks: ({ has }) =>
      has('user_passwords', 'password_algorithm') && has('user_emails', 'primary'),
    usual: { write: 'discourse', cost: 600_000 },
    whole: () => ({
      users: {
        ...{ table: 'public.user_emails', id: 'user_id', email: 'email', match: 'lower' },
        alive: { primary: true },
      },
      password: {
        ...{ table: 'public.user_passwords', join: { user_id: 'user_id' } },
        columns: {
          hash: 'password_hash',
          salt: 'password_salt',
          algorithm: 'password_algorithm',
        },
        usable: { hash: { not: '' } },
        onChange: { updated_at: 'now', password_expired_at: null },
      },
      sessions: [{ delete: 'public.user_auth_tokens', by: 'user_id' }],
    }),
    notes: [
      'Whether a user is suspended or staged stands in another table, so they may recover; Discourse does not sign them in.',
      'API keys stay valid.',
    ],
  },
  {
    name: 'devise',
    title: 'Devise on Rails',
    marks: ({ has }) =>
      has('schema_migrations', 'version') &&
      has('ar_internal_metadata') &&
      has('*', 'encrypted_password'),
    isUsers: (table) => columnOf(table, 'encrypted_password') !== undefined,
    usual: { write: 'bcrypt', prefix: '2a', cost: 12 },
    refine({ map, users }) {
      map.password.usable = { hash: { not: '' } }
      const tokens = columnOf(users, 'tokens')
      // devise_token_auth keeps the tokens of all clients of a user in one column.
      if (tokens && isJson(tokens) && columnOf(users, 'provider')) map.onChange.tokens = null
      map.sessions.push({ because: 'hash' })
    },
    notes: [
      'A session of Devise contains a part of the hash, so that every change of the password ends it.',
    ],
  },
  {
    name: 'rails',
    title: 'Rails with has_secure_password',
    marks: ({ has }) =>
      has('schema_migrations', 'version') &&
      has('ar_internal_metadata') &&
      has('*', 'password_digest'),
    usual: { write: 'bcrypt', prefix: '2a', cost: 12 },
  },
]
