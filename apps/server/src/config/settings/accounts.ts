import { isPlainHttpElsewhere } from '@latchkey/server/parts'
import * as z from 'zod'
import { integer, oneOf } from '../values/plain.ts'
import { webhookSecrets } from '../values/secrets.ts'
import { hasCredentials } from '../values/urls.ts'
import type { Settings } from './row.ts'

const portUrl = z.string().transform((value, context) => {
  const url = URL.parse(value)
  const problem = portUrlProblem(value, url)
  if (problem === undefined && url) return url.href.replace(/\/+$/, '')
  context.addIssue(problem ?? 'must be an address like https://app.example.com/latchkey')
  return z.NEVER
})

function portUrlProblem(value: string, url: URL | null): string | undefined {
  if (!url || !/^https?:$/.test(url.protocol)) {
    return 'must be an address like https://app.example.com/latchkey'
  }
  if (hasCredentials(value)) return 'must have no user name or password: calls are signed'
  if (url.search !== '' || url.hash !== '') return 'must end with its path: no ? and no #'
  if (isPlainHttpElsewhere(value)) return 'must be https: passwords pass through it'
  return undefined
}

/** Whose users these are. */
export const accountSettings = {
  ACCOUNTS_FILE: {
    schema: z.string().optional(),
    about:
      'the map of the users that your application has, `latchkey.accounts.json`; accounts of our own when absent',
  },
  ACCOUNTS_URL: {
    schema: portUrl.optional(),
    about:
      'where your application answers, if its users are not in the same PostgreSQL: `/lookup`, `/look`, `/change` and `/settled` are appended',
  },
  ACCOUNTS_SECRET: {
    schema: webhookSecrets.optional(),
    secret: true,
    about: 'with ACCOUNTS_URL: what the calls are signed with, as Standard Webhooks says',
  },
  ACCOUNTS_PASSWORD_FORM: {
    schema: oneOf(['none', 'NFC', 'NFKC']).default('none'),
    about:
      'with ACCOUNTS_URL: the Unicode form in which your application gets new passwords; `none` is as typed',
  },
  ACCOUNTS_PASSWORD_BYTES: {
    schema: integer(64, 1024).default(72),
    about: 'with ACCOUNTS_URL: the longest password that your application hashes whole',
  },
  PEPPER: {
    schema: z.string().optional(),
    secret: true,
    about:
      'with ACCOUNTS_FILE: the secret that your application appends to passwords before it hashes',
  },
} as const satisfies Settings
