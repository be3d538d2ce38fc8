import { join } from 'node:path'
import files from '@fastify/static'
import { pageAt, pagePaths } from '@latchkey/api'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { Config } from '../config/config.ts'
import { webFolder } from '../locations.ts'
import { readBrand } from './brand.ts'
import { readHtmlFile } from './html-file.ts'

/** The built pages. The HTML is never cached; assets, whose names contain a hash of their content, for a year. */
export async function pages(app: FastifyInstance, { config }: { config: Config }): Promise<void> {
  const brand = readBrand(config.brandDir, webFolder)
  const document = readHtmlFile(webFolder, {
    productName: config.productName,
    support: config.support,
    locale: config.policy.defaultLocale,
    hasStyle: brand.some(({ path }) => path === '/brand.css'),
  })
  const send = (reply: FastifyReply, status: number) =>
    reply
      .status(status)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(document)

  // Any other address is 404, so that probes for files find nothing.
  for (const path of Object.values(pagePaths)) {
    app.get(path, (_request, reply) => send(reply, 200))
  }
  for (const { path, type, body } of brand) {
    app.get(path, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=3600').type(type).send(body),
    )
  }
  app.get('/.well-known/change-password', (_request, reply) =>
    reply.header('cache-control', 'no-store').redirect(pagePaths.forgotPassword, 302),
  )
  await app.register(files, {
    root: join(webFolder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    index: false,
  })
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsAt(app, request)
    if (allowed.length > 0 && !allowed.includes(request.method)) {
      reply.header('allow', allowed.join(', ')).header('cache-control', 'no-store')
      if (request.method === 'OPTIONS') return reply.status(204).send()
      return reply.status(405).send({ error: 'Method not allowed' })
    }
    // Links arrive mangled. The page itself takes the token out of the address and says what is wrong.
    const isGet = request.method === 'GET' || request.method === 'HEAD'
    if (isGet && pageAt(pathOf(request))) return send(reply, 200)
    const wantsPage =
      request.method === 'GET' &&
      request.headers.accept?.includes('text/html') === true &&
      !request.url.startsWith('/.well-known/')
    if (wantsPage) return send(reply, 404)
    return reply.status(404).header('cache-control', 'no-store').send({ error: 'Not found' })
  })
}

/** The methods that this address accepts. */
function methodsAt(app: FastifyInstance, request: FastifyRequest): string[] {
  const path = pathOf(request)
  return ['GET', 'HEAD', 'POST', 'PATCH'].filter((method) =>
    app.hasRoute({ url: path, method: method as HTTPMethods }),
  )
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? url
}
