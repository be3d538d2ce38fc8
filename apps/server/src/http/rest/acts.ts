import { type RestAct, restCalls } from '@latchkey/api/server'

/*
 * What the REST calls do. Each act has one recommended call. Front ends that were written for other reset services
 * expect other paths and field names, so most acts have aliases too.
 */

/** Where the recommended calls are mounted here. */
const MOUNT = '/api/auth'

/** The path of the recommended call, for a route. */
export function pathOf(act: RestAct): string {
  return `${MOUNT}${restCalls[act].path}`
}

/** The same call for people, as the OpenAPI document writes it. */
function recommended(act: RestAct): string {
  return `${restCalls[act].method} ${pathOf(act).replace(/:(\w+)/, '{$1}')}`
}

export const acts: Record<RestAct, { tag: string; description: string; recommended: string }> = {
  requestReset: {
    tag: 'Request a reset',
    description: 'Sends an email with a link and a code. The answer is the same for every address.',
    recommended: recommended('requestReset'),
  },
  checkToken: {
    tag: 'Check a token',
    description: 'Says whether the token of an emailed link is good. The token stays unused.',
    recommended: recommended('checkToken'),
  },
  resetWithToken: {
    tag: 'Reset the password with a token',
    description: 'Sets a new password with the token of the emailed link.',
    recommended: recommended('resetWithToken'),
  },
  resetWithCode: {
    tag: 'Reset the password with a code',
    description: 'Sets a new password with the emailed code.',
    recommended: recommended('resetWithCode'),
  },
}

/** The OpenAPI fields of the call that does this, or of an alias of it. */
export function describeCall(
  act: RestAct,
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
