import { argon2Formats } from './argon2-formats.ts'
import { bcryptFormats } from './bcrypt-formats.ts'
import type { Format } from './format.ts'
import type { FormatName } from './format-names.ts'
import { pbkdf2Formats } from './pbkdf2-formats.ts'
import { scryptFormats } from './scrypt-formats.ts'

/** Every format that can be written. */
export const formats: Readonly<Record<FormatName, Format>> = {
  ...bcryptFormats,
  ...argon2Formats,
  ...pbkdf2Formats,
  ...scryptFormats,
}
