import swagger from '@fastify/swagger'
import { fastify } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { addRestRoutes, asRestApp, type RestParts } from '../rest/routes.ts'

/** The document of the REST door, from an app that has the same routes and answers nobody. */
export async function openApiDocument(parts: RestParts): Promise<object> {
  const app = asRestApp(fastify())
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
  addRestRoutes(app, parts)
  await app.ready()
  return app.swagger()
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
