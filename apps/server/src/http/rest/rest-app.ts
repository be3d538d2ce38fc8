import type { Recovery } from '@latchkey/core'
import type { FastifyInstance } from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'

export type RestParts = {
  recovery: Recovery
  publicUrl: string
  productName: string
}

export type RestApp = ReturnType<typeof asRestApp>

/** An app whose routes are checked by zod schemas. */
export function asRestApp(instance: FastifyInstance) {
  return instance
    .setValidatorCompiler(validatorCompiler)
    .setSerializerCompiler(serializerCompiler)
    .withTypeProvider<ZodTypeProvider>()
}
