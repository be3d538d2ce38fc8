// Reads an OpenAPI document from standard input and writes its types; test/generated/openapi.d.ts is made of them:
//   curl -s localhost:3000/api/openapi.json | node test/kit/openapi-types.mjs > test/generated/openapi.d.ts
// A program of its own, because openapi-typescript needs TypeScript's old JavaScript API by the name "typescript".
import { registerHooks } from 'node:module'
import { text } from 'node:stream/consumers'

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'typescript'
      ? next('typescript-5', { ...context, parentURL: import.meta.url })
      : next(specifier, context),
})
const { default: openapiTypes, astToString } = await import('openapi-typescript')
process.stdout.write(astToString(await openapiTypes(JSON.parse(await text(process.stdin)))))
