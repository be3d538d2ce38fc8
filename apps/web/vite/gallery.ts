import { readFile } from 'node:fs/promises'
import { pagePaths } from '@latchkey/api'
import type { Locale } from '@latchkey/core'
import { renderMessage, sampleMessages } from '@latchkey/email'
import type { Plugin } from 'vite'

const documents: Record<string, string> = {
  '/dev': '/gallery/index.html',
  '/dev/state': '/gallery/state.html',
}

/** The gallery: `pnpm dev` in apps/web, then /dev. It is not part of the build. */
export function gallery(): Plugin {
  return {
    name: 'latchkey:gallery',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://localhost')
        const document = documents[url.pathname]
        if (!document && url.pathname !== '/dev/email') return next()
        response.setHeader('content-type', 'text/html; charset=utf-8')
        if (!document) return response.end(await emailHtml(url.searchParams))
        const html = await readFile(`${server.config.root}${document}`, 'utf8')
        response.end(await server.transformIndexHtml(url.pathname, html))
      })
    },
  }
}

export async function emailHtml(wanted: URLSearchParams): Promise<string> {
  const locale = (wanted.get('locale') ?? 'en') as Locale
  const message = sampleMessages(locale).find(({ kind }) => kind === wanted.get('name'))
  if (!message) return 'no such email'
  const publicUrl = 'https://app.example.test'
  const { html } = renderMessage(message, {
    productName: 'Latchkey',
    publicUrl,
    signInUrl: `${publicUrl}${pagePaths.signIn}`,
    forgotPasswordUrl: `${publicUrl}${pagePaths.forgotPassword}`,
  })
  const direction = wanted.get('dir')
  return direction ? html.replace(/ dir="[a-z]+"/, ` dir="${direction}"`) : html
}
