/*
 * What the REST calls do. Each act has one recommended call. Front ends that were written for other reset services
 * expect other paths and field names, so most acts have aliases too.
 */

export const acts = {
  requestReset: {
    tag: 'Request a reset',
    description: 'Sends an email with a link and a code. The answer is the same for every address.',
    recommended: 'POST /api/auth/forgot-password',
  },
  checkToken: {
    tag: 'Check a token',
    description: 'Says whether the token of an emailed link is good. The token stays unused.',
    recommended: 'GET /api/auth/verify-reset-token/{token}',
  },
  resetWithToken: {
    tag: 'Reset the password with a token',
    description: 'Sets a new password with the token of the emailed link.',
    recommended: 'POST /api/auth/reset-password',
  },
  resetWithCode: {
    tag: 'Reset the password with a code',
    description: 'Sets a new password with the emailed code.',
    recommended: 'POST /api/auth/password-reset/confirm',
  },
} as const

export type Act = keyof typeof acts

/** The OpenAPI fields of the call that does this, or of an alias of it. */
export function describeCall(
  act: Act,
  call: { operationId: string; isAlias?: boolean; adds?: string },
) {
  const { tag, description, recommended } = acts[act]
  const what = call.isAlias ? `Alias of \`${recommended}\`.` : description
  return {
    tags: [tag],
    operationId: call.operationId,
    summary: tag,
    description: call.adds === undefined ? what : `${what} ${call.adds}`,
  }
}
