import type { Sessions } from '@latchkey/core'

/**
 * With the users of an application nobody signs in here: the application has a sign-in, and its second factors stay in
 * force. The answers are the same for every address, and are given without a look at it. Nobody is signed in.
 */
export function sessionsElsewhere(signInUrl: string): Sessions {
  return {
    signIn: async () => ({ status: 'refused', reason: 'sign-in-elsewhere', signInUrl }),
    signOut: async () => {},
    current: async () => undefined,
    isKnown: async () => false,
  }
}
