import { pagePaths } from '@latchkey/api'

/** Every address that the pages use. */
export const paths = {
  ...pagePaths,
  api: '/trpc',
  logo: '/logo.svg',
} as const
