import { columnOf } from '../tables.ts'
import type { Preset } from './preset.ts'

export const pythonPresets: readonly Preset[] = [
  {
    name: 'django',
    title: 'Django',
    marks: ({ has }) => has('django_migrations') && has('*', 'password', 'last_login'),
    isUsers: (table) =>
      ['password', 'last_login'].every((name) => columnOf(table, name) !== undefined),
    usual: { write: 'django-pbkdf2', cost: 1_000_000 },
    refine({ map }) {
      map.password.usable = { hash: { notLike: '!%' } }
      map.sessions.push({ because: 'hash' })
    },
    notes: [
      'A session of Django contains a part of the hash, so that every change of the password ends it.',
      'Signing in with an older number of rounds makes Django hash anew, which makes open links invalid too.',
    ],
  },
  {
    name: 'odoo',
    title: 'Odoo',
    marks: ({ has }) => has('ir_module_module') && has('res_users', 'login', 'password'),
    isUsers: ({ name }) => name === 'res_users',
    usual: { write: 'passlib-pbkdf2-sha512', cost: 600_000 },
    refine({ map }) {
      map.sessions.push({ because: 'hash' })
    },
    notes: ['People whose sign-in name is not an address are not reached.'],
  },
  {
    name: 'flask-security',
    title: 'Flask-Security',
    marks: ({ has }) => has('*', 'fs_uniquifier', 'password'),
    refusal:
      'Flask-Security hashes an HMAC of the password, made with SECURITY_PASSWORD_SALT, and its strings do not show it. Latchkey does not write that format: with SECURITY_PASSWORD_SINGLE_HASH for your scheme it is plain, and you can adopt it with --preset homegrown.',
  },
]
