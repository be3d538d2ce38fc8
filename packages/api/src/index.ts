// The door for browsers and other programs: types and constants, and nothing that runs on a server.
export {
  judgePassword,
  type PasswordReason,
  parseEmailAddress,
  passwordReasons,
} from '@latchkey/core'
export { decodeTwice, type PagePath, pageAt, pagePaths } from './page-paths.ts'
export { type PublicCode, publicCodes } from './public-code.ts'
export type { PublicRefusal, RefusalDetails } from './public-refusal.ts'
export type { AppRouter } from './router.ts'
export type { PublicSettings } from './schemas.ts'
