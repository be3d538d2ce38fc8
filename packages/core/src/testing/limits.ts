import type { Limits } from '../limits.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What an operator has who sets nothing. */
export const usualLimits: Limits = {
  'request-by-client': [
    { seconds: MINUTE, most: 30 },
    { seconds: HOUR, most: 100 },
  ],
  'request-by-address-and-client': [
    { seconds: MINUTE, most: 5 },
    { seconds: HOUR, most: 20 },
  ],
  'request-in-all': [{ seconds: MINUTE, most: 300 }],
  'mail-by-address': [
    { seconds: MINUTE, most: 1 },
    { seconds: HOUR, most: 5 },
    { seconds: DAY, most: 10 },
  ],
  'proof-by-client': [{ seconds: 15 * MINUTE, most: 30 }],
  'guess-by-address': [{ seconds: DAY, most: 20 }],
  'guess-in-all': [{ seconds: HOUR, most: 200 }],
  'sign-in-by-client': [{ seconds: 15 * MINUTE, most: 50 }],
  'sign-in-by-address-and-client': [{ seconds: 15 * MINUTE, most: 10 }],
  'sign-in-by-address': [{ seconds: 15 * MINUTE, most: 10 }],
  'guess-in-a-row': 100,
  'sign-in-in-a-row': 100,
  longestSignInWaitSeconds: 60,
}
