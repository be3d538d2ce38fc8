import type { Host } from './host.ts'

const laravel = {
  name: 'laravel',
  title: "Laravel 8: Debian's Eloquent, migrations, session guard and HTTP kernel",
  packages: ['php-cli', 'php-pgsql', 'php-mbstring', 'php-laravel-framework'],
  program: ['/usr/bin/php', 'main.php'],
  map: 'latchkey.accounts.json',
  preset: 'laravel',
  can: ['disable', 'rememberMe', 'addAccessToken', 'ownReset', 'storeOldHash'],
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
  can: ['disable', 'withoutPassword', 'ownReset', 'storeOldHash', 'shared'],
} as const satisfies Host

const devise = {
  name: 'devise',
  title: "Devise 4.8 on Rails 6.1: Debian's, with Warden's sessions",
  packages: ['ruby-devise', 'ruby-rails', 'ruby-activerecord', 'ruby-pg'],
  program: ['/usr/bin/ruby', 'main.rb'],
  map: 'latchkey.accounts.json',
  preset: 'devise',
  can: ['rememberMe', 'lock', 'ownReset', 'storeOldHash'],
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
  can: ['disable', 'addSocialPerson', 'ownReset', 'storeOldHash'],
  timeOfChange: { table: 'public.account', column: 'updatedAt' },
} as const satisfies Host

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
    can: ['disable', 'withoutPassword', 'ownReset', 'storeOldHash'],
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
    // The pepper is behind the password, and bcrypt reads 72 bytes of both.
    readsBytes: 72 - 'a pepper of this host'.length,
  },
  betterAuth,
]
