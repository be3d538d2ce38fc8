// The door for browsers and other programs: types, constants, the parser of addresses and the rules for passwords, and
// nothing that runs on a server.
export {
  type AddressProblem,
  addressProblems,
  judgePassword,
  type PasswordReason,
  passwordReasons,
  readEmailAddress,
  tidyEmailAddress,
} from '@latchkey/core'
export type { Logo, PageData } from './page-data.ts'
export { decodeTwice, type PagePath, pageAt, pagePaths } from './page-paths.ts'
export { type PublicCode, publicCodes } from './public-code.ts'
export type { PublicRefusal, RefusalDetails } from './public-refusal.ts'
export type { AppRouter } from './router.ts'
export type { PublicSettings } from './schemas.ts'
