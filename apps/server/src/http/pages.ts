import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { webFolder } from '../locations.ts'

/** The addresses the app answers. Anything else is 404, so that probes for files find nothing. */
const pagePaths = ['/', '/forgot-password', '/verify', '/reset-password', '/sign-in', '/login']

/** The built pages: documents never cached, assets (named by their content) for a year. */
export async function pages(app: FastifyInstance): Promise<void> {
  const document = readDocument()
  const send = (reply: FastifyReply, status: number) =>
    reply
      .status(status)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(document)

  for (const path of pagePaths) app.get(path, (_request, reply) => send(reply, 200))
  app.get('/.well-known/change-password', (_request, reply) =>
    reply.header('cache-control', 'no-store').redirect('/forgot-password', 302),
  )
  await app.register(files, {
    root: join(webFolder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    index: false,
  })
  app.get('/favicon.svg', (_request, reply) =>
    reply.sendFile('favicon.svg', webFolder, { immutable: false, maxAge: '1d' }),
  )
  app.setNotFoundHandler((request, reply) => {
    const wantsPage =
      request.method === 'GET' &&
      request.headers.accept?.includes('text/html') === true &&
      !request.url.startsWith('/.well-known/')
    if (wantsPage) return send(reply, 404)
    return reply.status(404).header('cache-control', 'no-store').send({ error: 'Not found' })
  })
}

function readDocument(): string {
  const path = join(webFolder, 'index.html')
  if (!existsSync(path)) {
    throw new Error('The pages are not built. Run: npx -y pnpm@12 build')
  }
  return readFileSync(path, 'utf8')
}
