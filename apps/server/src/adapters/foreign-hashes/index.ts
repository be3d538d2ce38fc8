import { bcrypt } from './bcrypt.ts'
import { aspNetPbkdf2, djangoPbkdf2, phcPbkdf2 } from './pbkdf2.ts'
import type { ForeignFormat } from './reading.ts'
import { djangoScrypt, firebaseScrypt, phcScrypt } from './scrypt.ts'

export type { ForeignFormat, Reading, Work } from './reading.ts'
export { DECOY_DIGEST, DECOY_SALT, damaged, tooDear, wholeCheck } from './reading.ts'

/** The formats besides argon2 that imported hashes may have, one row each. */
export const foreignFormats: readonly ForeignFormat[] = [
  bcrypt,
  phcScrypt,
  djangoScrypt,
  firebaseScrypt,
  phcPbkdf2,
  djangoPbkdf2,
  aspNetPbkdf2,
]
