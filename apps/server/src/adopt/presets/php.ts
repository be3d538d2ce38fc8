import type { Preset } from './preset.ts'

export const phpPresets: readonly Preset[] = [
  {
    name: 'laravel',
    title: 'Laravel',
    marks: ({ has }) =>
      has('migrations', 'migration', 'batch') &&
      (has('*', 'remember_token') || has('password_reset_tokens') || has('password_resets')),
    usual: { write: 'bcrypt', prefix: '2y', cost: 12 },
    refine({ map, sessionTables, users, unsure }) {
      for (const one of sessionTables) {
        const { entry } = one
        if (!('delete' in entry) || !('by' in entry) || entry.where?.tokenable_type !== '') continue
        // What `Authenticatable` is called in every new application.
        entry.where.tokenable_type = 'App\\Models\\User'
        one.isProposed = users.name === 'users'
        unsure.push(
          `No row of ${one.table} says what your user model is called; App\\Models\\User is taken.`,
        )
      }
      map.users.verified ??= { column: 'email_verified_at' }
    },
    notes: [
      'Sessions that are not in the database (the drivers file, cookie and redis) end only with the middleware AuthenticateSession.',
    ],
  },
  {
    name: 'symfony',
    title: 'Symfony with Doctrine',
    marks: ({ has }) => has('doctrine_migration_versions') || has('migration_versions'),
    usual: { write: 'symfony-bcrypt', cost: 13 },
    refine({ map }) {
      // `NativePasswordHasher` hashes passwords that bcrypt would cut, and looks like bcrypt.
      if (map.password.write === 'bcrypt' && map.password.prefix === '2y') {
        map.password.write = 'symfony-bcrypt'
        delete map.password.prefix
      }
      map.sessions.push({ because: 'hash' })
    },
    notes: [
      'Symfony compares the stored password of a session with that of the user at each request.',
    ],
  },
  {
    name: 'yii2',
    title: 'Yii 2',
    marks: ({ has }) =>
      has('migration', 'version', 'apply_time') && has('*', 'auth_key', 'password_hash'),
    usual: { write: 'bcrypt', prefix: '2y', cost: 13 },
    // `User::STATUS_ACTIVE` of its template.
    alive: { status: 10 },
    refine({ map }) {
      map.sessions.push({ because: 'column', column: 'auth_key', afterMinutes: 0 })
    },
  },
]
