import { join } from 'node:path'
import files from '@fastify/static'
import { pageAt, pagePaths } from '@latchkey/api'
import { knownLocale, type Locale } from '@latchkey/core'
import { languageOf } from '@latchkey/server/parts/web'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { Config } from '../config/config.ts'
import { webFolder } from '../locations.ts'
import { readBrand, sizeOfSvg } from './brand.ts'
import { NO_PAGE, openHtmlFile } from './html-file.ts'
import type { FormerFiles } from './page-files/former-files.ts'
import { sessionCookieName } from './session-cookie.ts'
import { publicSettings } from './trpc.ts'

type Parts = {
  config: Config
  withMailbox?: boolean
  formerFiles?: FormerFiles | undefined
}

/** Where the built files are. */
const ASSETS = '/assets/'

/** They show something else to a person who is signed in. Without a cookie they need not ask for the session. */
const pagesWithSession = new Set<string>([pagePaths.home, pagePaths.signIn, pagePaths.login])

/** The built pages. The HTML is never cached; assets, whose names contain a hash of their content, for a year. */
export async function pages(app: FastifyInstance, parts: Parts): Promise<void> {
  const { config, withMailbox = false, formerFiles } = parts
  const brand = readBrand(config.brandDir, webFolder)
  const branded = (path: string) => brand.find((file) => file.path === path)
  const logo = branded('/logo.svg')
  const htmlOf = await openHtmlFile(webFolder, {
    settings: publicSettings(config, withMailbox),
    logo: { src: logo?.url ?? '/logo.svg', ...sizeOfSvg(logo?.body.toString() ?? '') },
    styleUrl: branded('/brand.css')?.url,
    iconUrl: branded('/favicon.svg')?.url,
  })
  const sessionCookie = sessionCookieName(config.publicUrl)

  async function send(request: FastifyRequest, reply: FastifyReply, path: string) {
    // With the users of an application nobody is signed in here, whatever cookie an earlier time left.
    const hasSession =
      config.accounts === undefined && request.cookies?.[sessionCookie] !== undefined
    const isSignedOut = pagesWithSession.has(path) && !hasSession
    const html = await htmlOf(path, localeOf(request, config.policy.defaultLocale), isSignedOut)
    return reply
      .header('cache-control', 'no-store')
      .header('vary', 'accept-language, cookie')
      .type('text/html; charset=utf-8')
      .send(html)
  }

  // Any other address is 404, so that probes for files find nothing.
  for (const path of Object.values(pagePaths)) {
    app.get(path, { config: { isPage: true } }, (request, reply) => send(request, reply, path))
  }
  for (const { path, version, type, body } of brand) {
    app.get<{ Querystring: { v?: unknown } }>(path, ({ query }, reply) => {
      const lifetime = query.v === version ? 'max-age=31536000, immutable' : 'max-age=3600'
      return reply.header('cache-control', `public, ${lifetime}`).type(type).send(body)
    })
  }
  app.get('/.well-known/change-password', (_request, reply) =>
    reply.header('cache-control', 'no-store').redirect(pagePaths.forgotPassword, 302),
  )
  await app.register(files, {
    root: join(webFolder, 'assets'),
    prefix: ASSETS,
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    index: false,
  })
  app.setNotFoundHandler(async (request, reply) => {
    const allowed = methodsAt(app, request)
    if (allowed.length > 0 && !allowed.includes(request.method)) {
      reply.header('allow', allowed.join(', ')).header('cache-control', 'no-store')
      if (request.method === 'OPTIONS') return reply.status(204).send()
      return reply.status(405).send({ error: 'Method not allowed' })
    }
    // Links arrive mangled. The page itself takes the token out of the address and says what is wrong.
    const isGet = request.method === 'GET' || request.method === 'HEAD'
    const page = isGet ? pageAt(pathOf(request)) : undefined
    if (page) return send(request, reply, page.page)
    if (isGet && (await sendFormerFile(formerFiles, request, reply))) return reply
    const wantsPage =
      request.method === 'GET' &&
      request.headers.accept?.includes('text/html') === true &&
      !request.url.startsWith('/.well-known/')
    if (wantsPage) return send(request, reply.status(404), NO_PAGE)
    return reply.status(404).header('cache-control', 'no-store').send({ error: 'Not found' })
  })
}

/** For a page of another build, which loads the rest of its files while processes are replaced, or long after. */
async function sendFormerFile(
  formerFiles: FormerFiles | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const path = pathOf(request)
  if (!formerFiles || !path.startsWith(ASSETS)) return false
  const brotli = /\bbr\b(?!\s*;\s*q=0(?:[^.]|$))/.test(request.headers['accept-encoding'] ?? '')
  const file = await formerFiles.find(path.slice(ASSETS.length), { brotli })
  if (!file) return false
  if (file.encoding !== null) reply.header('content-encoding', file.encoding)
  reply
    .status(200)
    .header('cache-control', 'public, max-age=31536000, immutable')
    .header('vary', 'accept-encoding')
    .type(file.type)
    .send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength))
  return true
}

/** The methods that this address accepts. */
function methodsAt(app: FastifyInstance, request: FastifyRequest): string[] {
  const path = pathOf(request)
  return ['GET', 'HEAD', 'POST', 'PATCH'].filter((method) =>
    app.hasRoute({ url: path, method: method as HTTPMethods }),
  )
}

/** The language that the link names, else the one chosen here before, else one that the browser asks for. */
function localeOf(request: FastifyRequest, otherwise: Locale): Locale {
  const { lang, ui_locales: uiLocales } = request.query as Record<string, unknown>
  const named = [lang, uiLocales].flatMap((list) =>
    typeof list === 'string' ? list.slice(0, 100).split(/[\s,]+/) : [],
  )
  const chosen = request.cookies?.['latchkey-lang']
  const wanted = languageOf(request.headers['accept-language'])
  return knownLocale(...named, chosen, wanted) ?? otherwise
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? url
}
