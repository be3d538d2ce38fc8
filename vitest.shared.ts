const conditions = ['latchkey-source', 'node']

/** Tests run our packages from their sources, so that no build has to come first. */
export const fromSource = { resolve: { conditions }, ssr: { resolve: { conditions } } }

/**
 * Bounds against hanging, not expectations: servers, databases and browsers start inside of tests, and other suites use
 * the same machine meanwhile. Vitest would give up polling after a second.
 */
export const bounds = {
  testTimeout: 240_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 120_000 } },
}
