import { bcrypt } from './bcrypt.ts'
import { aspNetPbkdf2, djangoPbkdf2, phcPbkdf2 } from './pbkdf2.ts'
import type { ForeignFormat } from './reading.ts'
import { djangoScrypt, firebaseScrypt, phcScrypt } from './scrypt.ts'

export type { ForeignFormat, Reading } from './reading.ts'
export { damaged, tooDear } from './reading.ts'

/** Every way of storing a password, besides argon2, that accounts may bring along. A row each. */
export const foreignFormats: readonly ForeignFormat[] = [
  bcrypt,
  phcScrypt,
  djangoScrypt,
  firebaseScrypt,
  phcPbkdf2,
  djangoPbkdf2,
  aspNetPbkdf2,
]
