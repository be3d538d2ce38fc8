import {
  adonisBcrypt,
  bcrypt,
  djangoBcryptSha256,
  metabaseBcrypt,
  wordpressBcrypt,
} from './bcrypt.ts'
import { aspNetPbkdf2, djangoPbkdf2, phcPbkdf2 } from './pbkdf2.ts'
import {
  discoursePbkdf2,
  keycloakPbkdf2,
  mattermostPbkdf2,
  payloadPbkdf2,
  springPbkdf2,
  werkzeugPbkdf2,
} from './pbkdf2-applications.ts'
import { phpass } from './phpass.ts'
import type { ForeignFormat } from './reading.ts'
import { djangoScrypt, firebaseScrypt, phcScrypt } from './scrypt.ts'
import {
  adonisScrypt,
  betterAuthScrypt,
  scryptFile,
  springScrypt,
  werkzeugScrypt,
} from './scrypt-applications.ts'

export { argon2 } from './argon2.ts'
export type { ForeignFormat, Reading, Work, WrittenAs } from './reading.ts'
export { DECOY_DIGEST, DECOY_SALT } from './reading.ts'
export { refusedFormat } from './refused.ts'

/** The formats besides argon2 that imported hashes may have, one row each. A row comes before those that it refines. */
export const foreignFormats: readonly ForeignFormat[] = [
  bcrypt,
  djangoBcryptSha256,
  wordpressBcrypt,
  adonisBcrypt,
  metabaseBcrypt,
  adonisScrypt,
  phcScrypt,
  djangoScrypt,
  firebaseScrypt,
  werkzeugScrypt,
  springScrypt,
  betterAuthScrypt,
  scryptFile,
  mattermostPbkdf2,
  phcPbkdf2,
  djangoPbkdf2,
  aspNetPbkdf2,
  werkzeugPbkdf2,
  springPbkdf2,
  payloadPbkdf2,
  discoursePbkdf2,
  keycloakPbkdf2,
  phpass,
]
