import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openFakeServer, serve } from '@latchkey/react/testing'
import { build } from 'vite'
import { styleSheets } from './style-sheets.ts'

const root = fileURLToPath(new URL('./host/', import.meta.url))

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** An application with a part of ours in it, built by Vite from the built package, behind a strict policy. */
export async function openHost() {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-host-'))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      outDir: folder,
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: { input: `${root}main.tsx`, output: { entryFileNames: 'main.js' } },
    },
  })
  const latchkey = openFakeServer()
  const api = serve(latchkey)

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (url.pathname.startsWith('/trpc/')) return answer(api, request, response)
    const [, kind, name] = url.pathname.split('/')
    if (kind === 'styles') return send(response, 'text/css', styleSheets[name ?? ''] ?? '')
    if (kind === 'page') return send(response, 'text/html', htmlOf(url.searchParams))
    const file = await readFile(join(folder, url.pathname)).catch(() => undefined)
    if (file) return send(response, 'text/javascript', file)
    response.writeHead(404).end()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    latchkey,
    async close() {
      server.close()
      server.closeAllConnections()
      await rm(folder, { recursive: true })
    },
  }
}

/** @param wanted `styles`, in the order of the page, and `part`, if there is one. */
function htmlOf(wanted: URLSearchParams): string {
  const links = wanted
    .getAll('styles')
    .map((name) => `<link rel="stylesheet" href="/styles/${name}">`)
    .join('')
  const part = wanted.get('part')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title>${links}</head><body>
<header id="before"><h1>An application</h1><nav aria-label="Main"><ul><li><a href="/a">Start</a></li><li><a href="/b">Help</a></li></ul></nav></header>
<main><div id="part" data-page="${part ?? ''}"></div>
<div id="after"><h2>Its own form</h2><p>With <strong>text</strong> and <code>code</code>.</p>
<form><label for="email">Newsletter</label> <input id="email" value="x"> <select aria-label="How often"><option>weekly</option></select> <button class="button">Subscribe</button></form>
<ol><li>one</li><li>two</li></ol><dl><dt>a</dt><dd>b</dd></dl></div></main>
${part ? '<script type="module" src="/main.js"></script>' : ''}</body></html>`
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
  })
  response.end(body)
}

async function answer(api: typeof fetch, request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method = 'GET', headers } = request
  const answered = await api(`http://localhost${request.url}`, {
    method,
    headers: headers as Record<string, string>,
    ...(method === 'POST' && { body: Buffer.concat(chunks) }),
  })
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  response.end(Buffer.from(await answered.arrayBuffer()))
}
