import { columnOf } from '../tables.ts'
import type { Preset } from './preset.ts'

export const otherPresets: readonly Preset[] = [
  {
    name: 'keycloak',
    title: 'Keycloak',
    marks: ({ has }) => has('user_entity') && has('credential', 'credential_data'),
    refusal:
      'Keycloak keeps users in a cache and does not see what others write into its tables. It has a recovery of its own.',
  },
  {
    name: 'supabase',
    title: 'Supabase (schema auth)',
    marks: ({ has }) => has('auth.users', 'instance_id', 'encrypted_password'),
    usual: { write: 'bcrypt', prefix: '2a', cost: 10 },
    whole: ({ has }) => ({
      users: {
        ...{ table: 'auth.users', id: 'id', email: 'email', match: 'lower' },
        alive: { is_sso_user: false, deleted_at: null, banned_until: { notFuture: true } },
        verified: { column: 'email_confirmed_at' },
      },
      password: { columns: { hash: 'encrypted_password' }, usable: { hash: { not: '' } } },
      // Its server reads an empty text, and not null.
      onChange: { recovery_token: '', updated_at: 'now' },
      sessions: [
        { delete: 'auth.sessions', by: 'user_id' },
        ...(has('auth.one_time_tokens') ? [{ delete: 'auth.one_time_tokens', by: 'user_id' }] : []),
      ],
    }),
    notes: [
      'An access token lives until it expires, usually an hour.',
      'Supabase as a service may not let you make these policies in the schema auth; then nothing is changed, and psql says so.',
    ],
  },
  {
    name: 'nhost',
    title: 'nhost (schema auth)',
    marks: ({ has }) => has('auth.users', 'password_hash', 'default_role'),
    isUsers: ({ table }) => table === 'auth.users',
    usual: { write: 'bcrypt', prefix: '2a', cost: 10 },
    notes: ['An access token lives until it expires, usually 15 minutes.'],
  },
  {
    name: 'phoenix',
    title: 'Phoenix (phx.gen.auth)',
    marks: ({ has }) =>
      has('schema_migrations', 'inserted_at') && has(/_tokens$/, 'context', 'token'),
    usual: { write: 'bcrypt', prefix: '2b', cost: 12 },
  },
  {
    name: 'aspnet',
    title: 'ASP.NET Core Identity',
    marks: ({ has }) => has('*', 'NormalizedEmail', 'SecurityStamp', 'PasswordHash'),
    isUsers: (table) => columnOf(table, 'SecurityStamp') !== undefined,
    usual: { write: 'aspnet-identity-3', cost: 100_000 },
    refine({ map }) {
      map.sessions = map.sessions.map((entry) =>
        'column' in entry && entry.column === 'SecurityStamp'
          ? { ...entry, afterMinutes: 30 }
          : entry,
      )
    },
    notes: [
      'Cookies are compared with the stamp every 30 minutes, unless SecurityStampValidatorOptions says otherwise.',
    ],
  },
  {
    name: 'jhipster',
    title: 'JHipster',
    marks: ({ has }) => has('jhi_user', 'password_hash'),
    isUsers: ({ name }) => name === 'jhi_user',
    usual: { write: 'bcrypt', prefix: '2a', cost: 10 },
    refine({ map }) {
      map.sessions.push({ because: 'epoch' })
    },
    notes: [
      'JHipster keeps users in a cache: with Hibernate’s second level, evict the user or wait until the entry expires.',
      'Its tokens live until they expire, unless your application compares latchkey.credential_epoch.',
    ],
  },
  {
    name: 'mattermost',
    title: 'Mattermost',
    marks: ({ has }) => has('users', 'lastpasswordupdate', 'deleteat', 'authservice'),
    usual: { write: 'mattermost-pbkdf2', cost: 600_000 },
    alive: { deleteat: 0 },
    refine({ map }) {
      Object.assign(map.onChange, { lastpasswordupdate: { now: 'ms' }, updateat: { now: 'ms' } })
    },
    notes: ['Its server keeps sessions in a cache for some minutes.'],
  },
  {
    name: 'metabase',
    title: 'Metabase',
    marks: ({ has }) => has('core_user', 'password', 'password_salt'),
    isUsers: ({ name }) => name === 'core_user',
    usual: { write: 'metabase', cost: 10 },
  },
]
