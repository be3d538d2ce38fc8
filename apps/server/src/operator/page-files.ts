import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import files from '@fastify/static'
import { knownLocale, type Locale } from '@latchkey/core'
import { operatorPaths } from '@latchkey/operator'
import { languageOf } from '@latchkey/server/parts/web'
import { languages } from '@latchkey/wording'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const NOT_BUILT =
  "The operators' page is not built. Build it, then start Latchkey again:\n\n  npx -y pnpm@12 build\n"

/** The built page. Its HTML is never cached; assets, whose names contain a hash of their content, for a year. */
export async function pageFiles(
  app: FastifyInstance,
  { folder, defaultLocale }: { folder: string; defaultLocale: Locale },
): Promise<void> {
  const shell = join(folder, 'index.html')
  const html = existsSync(shell) ? readFileSync(shell, 'utf8') : undefined

  function send(request: FastifyRequest, reply: FastifyReply) {
    reply.header('cache-control', 'no-store')
    if (html === undefined) {
      return reply.status(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
    }
    const locale = localeOf(request) ?? defaultLocale
    return reply
      .header('vary', 'accept-language, cookie')
      .type('text/html; charset=utf-8')
      .send(
        html.replace(
          '<html lang="en" dir="ltr"',
          () => `<html lang="${locale}" dir="${languages[locale].direction}"`,
        ),
      )
  }

  for (const path of Object.values(operatorPaths)) app.get(path, send)
  app.get(`${operatorPaths.requests}/:requestId`, send)
  if (html !== undefined) {
    await app.register(files, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      ...{ immutable: true, maxAge: '365d', preCompressed: true, index: false },
    })
    await serveFilesBeside(app, folder)
  }
  app.setNotFoundHandler((request, reply) => {
    const wantsPage =
      request.method === 'GET' && request.headers.accept?.includes('text/html') === true
    if (wantsPage) return send(request, reply.status(404))
    return reply.status(404).header('cache-control', 'no-store').send({ error: 'Not found' })
  })
}

/** The icon and whatever else has no hash in its name. */
async function serveFilesBeside(app: FastifyInstance, folder: string): Promise<void> {
  const names = readdirSync(folder).filter(
    (name) =>
      name !== 'index.html' && /^[\w.-]+$/.test(name) && statSync(join(folder, name)).isFile(),
  )
  // Names with endings of compression are served in the place of others.
  for (const name of names.filter((one) => !/\.(?:br|gz|map)$/.test(one))) {
    app.get(`/${name}`, (_request, reply) =>
      reply.sendFile(name, folder, { maxAge: '1h', immutable: false }),
    )
  }
}

function localeOf(request: FastifyRequest): Locale | undefined {
  const chosen = request.cookies['latchkey-lang']
  return knownLocale(chosen, languageOf(request.headers['accept-language']))
}
