import type { Example } from './example.ts'
import { recoverByRest, requestByRest } from './recover-by-rest.ts'
import { turborepoChecks } from './turborepo.ts'

/** In the order in which they are checked. */
export const examples: Example[] = [
  {
    name: 'fastify-trpc',
    projects: ['.', 'page'],
    commands: [['npm', 'test']],
  },
  {
    name: 'express-rest',
    projects: ['.'],
    calls: recoverByRest,
  },
  // With PostgreSQL its worker is a thread.
  { name: 'hono', projects: ['.'], needsPostgres: true, calls: requestByRest },
  { name: 'turborepo', projects: [], manager: 'pnpm', checks: turborepoChecks },
  {
    name: 'next-trpc',
    projects: [],
    commands: [['npm', 'run', 'build']],
    needsPostgres: true,
    script: 'dev',
  },
]
