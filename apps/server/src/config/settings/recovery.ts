import { PASSWORD_SHORTEST_ALLOWED } from '@latchkey/core'
import * as z from 'zod'
import { integer, oneOf, onOff } from '../values/plain.ts'
import type { Settings } from './row.ts'

const rangeService = z
  .url({
    protocol: /^https?$/,
    error: 'must be an address like https://mirror.example.com/range/',
  })
  .refine((url) => !/[?#]/.test(url), { error: 'must be an address without ? and #' })
  // The prefix is appended after a slash.
  .transform((url) => url.replace(/\/*$/, '/'))

/** What a recovery is like. */
export const recoverySettings = {
  NO_ACCOUNT_MAIL: {
    schema: onOff.default(false),
    about:
      '`on` to answer requests for an address without an account by an email that says so, at most once a day',
  },
  CODE_VISIBILITY: {
    schema: oneOf(['body', 'preview', 'subject']).default('body'),
    about: 'where the code of an email is visible: in its body, its preview, or its subject',
  },
  LINK_TTL_MINUTES: { schema: integer(5, 24 * 60).default(60), about: 'minutes that a link works' },
  CODE_TTL_MINUTES: { schema: integer(5, 60).default(10), about: 'minutes that a code works' },
  PASSWORD_MIN_LENGTH: {
    schema: integer(PASSWORD_SHORTEST_ALLOWED, 64).default(PASSWORD_SHORTEST_ALLOWED),
    about:
      'minimum length of a new password, 8 or more; 15 is recommended where it is the only factor',
  },
  BREACHED_PASSWORDS: {
    schema: onOff.default(false),
    about:
      '`on` to look up new passwords in BREACHED_PASSWORDS_URL; only five digits of the SHA-1 are sent',
  },
  BREACHED_PASSWORDS_URL: {
    schema: rangeService.default('https://api.pwnedpasswords.com/range/'),
    about: 'the range service: Have I Been Pwned, or the address of your own mirror',
  },
} as const satisfies Settings
