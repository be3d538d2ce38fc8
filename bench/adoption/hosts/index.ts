import type { Host } from './host.ts'

const laravel = {
  name: 'laravel',
  title: "Laravel 8: Debian's Eloquent, migrations, session guard and HTTP kernel",
  packages: ['php-cli', 'php-pgsql', 'php-mbstring', 'php-laravel-framework'],
  program: ['/usr/bin/php', 'main.php'],
  map: 'latchkey.accounts.json',
  preset: 'laravel',
  can: ['disable', 'rememberMe', 'addAccessToken', 'ownReset'],
  grow: `insert into users (name, email, password, created_at, updated_at)
    select name, 'grown' || n || '@example.org', password, created_at, updated_at
    from (select * from users order by id limit 1) u, generate_series($1::int, $2::int) n`,
  timeOfChange: { table: 'public.users', column: 'updated_at' },
  readsBytes: 72,
} as const satisfies Host

const django = {
  name: 'django',
  title: "Django 3.2: Debian's, its own user model",
  packages: ['python3-django', 'python3-psycopg2'],
  program: ['/usr/bin/python3', 'main.py'],
  environment: { PYTHONDONTWRITEBYTECODE: '1' },
  map: 'latchkey.accounts.json',
  preset: 'django',
  can: ['disable', 'withoutPassword', 'ownReset', 'shared'],
  grow: `insert into auth_user (username, email, password, is_superuser, first_name, last_name, is_staff, is_active, date_joined)
    select 'grown' || n, 'grown' || n || '@example.org', password, false, '', '', false, true, date_joined
    from (select * from auth_user order by id limit 1) u, generate_series($1::int, $2::int) n`,
} as const satisfies Host

const devise = {
  name: 'devise',
  title: "Devise 4.8 on Rails 6.1: Debian's, with Warden's sessions",
  packages: ['ruby-devise', 'ruby-rails', 'ruby-activerecord', 'ruby-pg'],
  program: ['/usr/bin/ruby', 'main.rb'],
  map: 'latchkey.accounts.json',
  preset: 'devise',
  can: ['rememberMe', 'lock', 'ownReset'],
  grow: `insert into users (email, encrypted_password, created_at, updated_at)
    select 'grown' || n || '@example.org', encrypted_password, created_at, updated_at
    from (select * from users order by id limit 1) u, generate_series($1::int, $2::int) n`,
  timeOfChange: { table: 'public.users', column: 'updated_at' },
  readsBytes: 72,
} as const satisfies Host

const betterAuth = {
  name: 'better-auth',
  title: "better-auth 1.7: npm's, a real server",
  packages: [],
  npm: true,
  program: [process.execPath, 'main.js'],
  map: 'latchkey.accounts.json',
  preset: 'better-auth',
  can: ['disable', 'addSocialPerson', 'ownReset'],
  grow: `with grown as (insert into "user" (id, name, email, "emailVerified")
      select 'grown' || n, 'A person', 'grown' || n || '@example.org', true
      from generate_series($1::int, $2::int) n returning id)
    insert into account (id, "accountId", "providerId", "userId", password, "updatedAt")
    select 'account-' || g.id, g.id, 'credential', g.id, (select password from account limit 1), now() from grown g`,
  timeOfChange: { table: 'public.account', column: 'updatedAt' },
} as const satisfies Host

const payload = {
  name: 'payload',
  title: "Payload 3: npm's, its own schema and local API",
  packages: [],
  npm: true,
  program: [process.execPath, 'main.js'],
  map: 'latchkey.accounts.json',
  preset: 'payload',
  can: ['lock', 'ownReset'],
  timeOfChange: { table: 'public.users', column: 'updated_at' },
} as const satisfies Host

const directus = {
  name: 'directus',
  title: "Directus 12: npm's, a real server, without its sandbox for scripts",
  packages: [],
  npm: true,
  program: [process.execPath, 'main.js'],
  map: 'latchkey.accounts.json',
  preset: 'directus',
  can: ['disable'],
  refusesUnicodeDomains: true,
} as const satisfies Host

/**
 * Systems whose own code no package has. The tables are DDL of our own writing, and so is what reads and writes them;
 * the passwords are hashed and verified by the library that the system uses, where there is one.
 */
function byTables(
  name: string,
  host: Pick<Host, 'title' | 'packages' | 'can'> & Partial<Host>,
): Host {
  return {
    name,
    folder: 'schemas',
    npm: true,
    program: [process.execPath, 'main.js'],
    map: `maps/${name}.json`,
    preset: name,
    ...host,
    environment: { HOST_TABLES: name, PYTHONDONTWRITEBYTECODE: '1' },
  }
}

const tables: readonly Host[] = [
  byTables('supabase', {
    title: "Supabase, by its tables, with row-level security; Debian's bcrypt of Go verifies",
    packages: ['golang-go', 'golang-golang-x-crypto-dev'],
    can: ['disable'],
    timeOfChange: { table: 'auth.users', column: 'updated_at' },
    readsBytes: 72,
  }),
  byTables('jhipster', {
    title: "JHipster, by its tables; Debian's jBCrypt verifies",
    packages: ['openjdk-17-jdk-headless', 'libjbcrypt-java'],
    can: ['disable'],
    timeOfChange: { table: 'public.jhi_user', column: 'last_modified_date' },
    readsBytes: 72,
  }),
  byTables('phoenix', {
    title: "Phoenix, by its tables, with citext; npm's bcrypt verifies",
    packages: [],
    can: [],
    timeOfChange: { table: 'public.users', column: 'updated_at' },
    readsBytes: 72,
  }),
  byTables('aspnet', {
    title: 'ASP.NET Core Identity, by its tables; the format is written out here',
    packages: [],
    can: [],
  }),
  byTables('mattermost', {
    title: 'Mattermost, by its tables; the format is written out here',
    packages: [],
    can: ['disable'],
  }),
  byTables('discourse', {
    title: 'Discourse, by its tables; the format is written out here',
    packages: [],
    can: [],
    timeOfChange: { table: 'public.user_passwords', column: 'updated_at' },
  }),
  byTables('medusa', {
    title: "Medusa, by its tables: the password is inside JSON; npm's scrypt-kdf verifies",
    packages: [],
    can: ['disable'],
    timeOfChange: { table: 'public.provider_identity', column: 'updated_at' },
  }),
  byTables('authjs', {
    title: "Auth.js with a column for a password, by its tables; npm's bcryptjs verifies",
    packages: [],
    can: [],
    readsBytes: 72,
  }),
  byTables('rails', {
    title: "Rails 8's sign-in, by its tables; Debian's bcrypt-ruby verifies",
    packages: ['ruby-bcrypt', 'ruby-devise'],
    can: [],
    timeOfChange: { table: 'public.users', column: 'updated_at' },
    readsBytes: 72,
  }),
  byTables('symfony', {
    title: "Symfony, by its tables; Debian's hasher of Symfony verifies",
    packages: ['php-cli', 'php-laravel-framework', 'php-symfony-password-hasher'],
    can: [],
  }),
  byTables('homegrown', {
    title: "tables that somebody wrote for one application; Debian's Werkzeug verifies",
    packages: ['python3-django', 'python3-passlib', 'python3-werkzeug'],
    preset: '',
    can: ['disable'],
  }),
  byTables('odoo', {
    title: "Odoo, by its tables; Debian's passlib verifies",
    packages: ['python3-django', 'python3-passlib', 'python3-werkzeug'],
    can: ['disable'],
    timeOfChange: { table: 'public.res_users', column: 'write_date' },
  }),
]

export const hosts: readonly Host[] = [
  laravel,
  django,
  {
    ...django,
    name: 'django-custom',
    title: "Django 3.2: Debian's, a user model whose login is the address and whose key is a UUID",
    folder: 'django',
    environment: { ...django.environment, HOST_USERS: 'custom' },
    map: 'latchkey.accounts.custom.json',
    can: ['disable', 'withoutPassword', 'ownReset'],
    grow: `insert into people_person (id, email, password, is_active, is_superuser)
      select gen_random_uuid(), 'grown' || n || '@example.org', password, true, false
      from (select * from people_person limit 1) u, generate_series($1::int, $2::int) n`,
  },
  devise,
  {
    ...devise,
    name: 'devise-pepper',
    title: "Devise 4.8 on Rails 6.1: Debian's, with a pepper",
    folder: 'devise',
    environment: { DEVISE_PEPPER: 'a pepper of this host' },
    map: 'latchkey.accounts.pepper.json',
    pepper: 'a pepper of this host',
  },
  betterAuth,
  {
    ...betterAuth,
    name: 'better-auth-uuid',
    title: "better-auth 1.7: npm's, a real server, with UUIDs, in a schema of its own",
    folder: 'better-auth',
    environment: { HOST_IDS: 'uuid', HOST_SCHEMA: 'app_auth' },
    map: 'latchkey.accounts.schema.json',
    timeOfChange: { table: 'app_auth.account', column: 'updatedAt' },
    grow: '',
  },
  {
    ...betterAuth,
    name: 'better-auth-serial',
    title: "better-auth 1.7: npm's, a real server, with numbers, and sessions cached in cookies",
    folder: 'better-auth',
    environment: { HOST_IDS: 'serial', HOST_COOKIE_CACHE: 'on' },
    sessionsEndWithinMs: 5_000,
    grow: '',
  },
  payload,
  directus,
  ...tables,
]
