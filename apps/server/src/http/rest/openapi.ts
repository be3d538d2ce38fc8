import swagger from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { docsPage, docsStyle } from './docs-page.ts'
import type { RestApp, RestParts } from './routes.ts'

/** The document at /api/openapi.json, made from the schemas that check the calls, and a page to read it on. */
export async function openApi(app: RestApp, parts: RestParts): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: `${parts.productName} account recovery`,
        version: '1',
        summary: 'Ask for a mail, prove the mailbox, choose a new password.',
        description:
          'Every success is `{success: true, message, …}`, every refusal `{success: false, error, message, code, …}`. Unknown, expired, used and voided links and codes are one answer. The typed procedures at `/trpc` are the same calls with the same limits.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: parts.publicUrl }],
      // Nothing here needs a key: a link, a code or a ticket in the call is the proof.
      security: [],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutUnused(jsonSchemaTransformObject(document)),
  })
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.get('/api/docs', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').serializer(asText).send(docsPage(app.swagger())),
  )
  app.get('/api/docs/style.css', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/css; charset=utf-8').serializer(asText).send(docsStyle),
  )
}

/** Each shape is registered twice, as input and as output; only what is referred to stays. */
function withoutUnused<Described extends object>(document: Described): Described {
  const { components } = document as { components?: { schemas?: Record<string, unknown> } }
  const text = JSON.stringify(document)
  for (const name of Object.keys(components?.schemas ?? {})) {
    if (!text.includes(`"#/components/schemas/${name}"`)) delete components?.schemas?.[name]
  }
  return document
}

const asText = (payload: unknown): string => String(payload)
