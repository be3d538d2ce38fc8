import type { Example } from './example.ts'
import { recoverByRest } from './recover-by-rest.ts'

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
    worker: ['npm', 'run', 'worker'],
  },
]
