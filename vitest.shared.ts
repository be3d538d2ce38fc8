const conditions = ['latchkey-source', 'node']

/** Tests run our packages from their sources, so that no build has to come first. */
export const fromSource = { resolve: { conditions }, ssr: { resolve: { conditions } } }
