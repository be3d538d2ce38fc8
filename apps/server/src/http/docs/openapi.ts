import type { RestApp, RestParts } from '../rest/routes.ts'

/**
 * The document at /api/openapi.json, made from the schemas that check the calls, and a page to read it on. What makes
 * them is loaded when somebody asks: few ever do.
 */
export function openApi(app: RestApp, parts: RestParts): void {
  let made: Promise<object> | undefined
  const document = () => {
    made ??= import('./openapi-document.ts').then((file) => file.openApiDocument(parts))
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
    const { docsStyle } = await import('./docs-page.ts')
    return reply.type('text/css; charset=utf-8').serializer(asText).send(docsStyle)
  })
}

const asText = (payload: unknown): string => String(payload)
