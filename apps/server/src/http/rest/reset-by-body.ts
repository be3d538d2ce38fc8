import { restMessages, Success } from '@latchkey/api/server'
import { refusals } from './refusals.ts'

/** What choosing looks like where the token stands in the body. */
export function resetByBodySchema(tag: string, operationId: string) {
  return {
    tags: [tag],
    operationId,
    summary: 'Choose a new password with the token of the mailed link',
    response: { 200: Success.describe('The password was changed'), ...refusals },
  }
}

export const resetDone = () => ({ message: restMessages.reset })
