/*
 * Directus runs scripts of its flows in a sandbox whose package has to be compiled. Nothing here has flows, so the
 * package is replaced by an empty one.
 */

import { registerHooks } from 'node:module'

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'isolated-vm'
      ? { url: new URL('./sandbox.cjs', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})
