import swagger from '@fastify/swagger'
import { fastify } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { acts } from '../rest/acts.ts'
import { asRestApp, type RestApp, type RestParts } from '../rest/rest-app.ts'

export type AddRoutes = (app: RestApp, parts: RestParts) => void

/** The OpenAPI document of the REST API, from a second app that has the same routes and never listens. */
export async function openApiDocument(parts: RestParts, addRoutes: AddRoutes): Promise<object> {
  const app = asRestApp(fastify())
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: `${parts.productName} account recovery`,
        version: '1',
        summary: 'Request a reset, check the emailed link or code, set a new password.',
        description:
          'Every success is `{success: true, message, …}`, every refusal `{success: false, error, message, code, …}`. Unknown, expired, used and voided links and codes get the same answer. The typed procedures at `/trpc` do the same with the same limits.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: parts.publicUrl }],
      tags: Object.values(acts).map(({ tag, description }) => ({ name: tag, description })),
      // No API key: the link, code or ticket in the call is the proof.
      security: [],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutUnused(jsonSchemaTransformObject(document)),
  })
  addRoutes(app, parts)
  await app.ready()
  return app.swagger()
}

/** Removes schemas without a reference: each one is registered twice, as input and as output. */
function withoutUnused<Described extends object>(document: Described): Described {
  const { components } = document as { components?: { schemas?: Record<string, unknown> } }
  const text = JSON.stringify(document)
  for (const name of Object.keys(components?.schemas ?? {})) {
    if (!text.includes(`"#/components/schemas/${name}"`)) delete components?.schemas?.[name]
  }
  return document
}
