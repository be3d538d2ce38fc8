import type { RestApp, RestParts } from '../rest/rest-app.ts'
import type { AddRoutes } from './openapi-document.ts'

/**
 * `/api/openapi.json`, made from the schemas that check the calls, and a page that shows it. Both are loaded on first
 * use, because few servers are ever asked for them.
 */
export function openApi(app: RestApp, parts: RestParts, addRoutes: AddRoutes): void {
  let made: Promise<object> | undefined
  const document = () => {
    made ??= import('./openapi-document.ts').then((file) => file.openApiDocument(parts, addRoutes))
    return made
  }
  app.get('/api/openapi.json', document)
  app.get('/api/docs', async (_request, reply) => {
    const { docsPage } = await import('./docs-page.ts')
    return reply
      .type('text/html; charset=utf-8')
      .serializer(asText)
      .send(docsPage(await document()))
  })
  app.get('/api/docs/style.css', async (_request, reply) => {
    const { docsStyle } = await import('./docs-style.ts')
    return reply.type('text/css; charset=utf-8').serializer(asText).send(docsStyle)
  })
}

const asText = (payload: unknown): string => String(payload)
