import { signingKeys } from '@latchkey/server/parts/webhooks'
import type { FastifyInstance } from 'fastify'

/** The public keys of the security event tokens that webhooks get. */
export async function jwksRoute(
  app: FastifyInstance,
  { serverSecrets }: { serverSecrets: readonly string[] },
): Promise<void> {
  const keys = (await signingKeys(serverSecrets)).map(({ jwk }) => jwk)
  app.get('/.well-known/jwks.json', (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send({ keys }),
  )
}
