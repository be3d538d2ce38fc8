import { RestRefusal } from '@latchkey/api/server'

/** What looking may be refused with, for the document. */
export const refusalsOfLooking = {
  400: RestRefusal.describe('Bad input, or a secret that is not good'),
  429: RestRefusal.describe('Too many calls from this client; see Retry-After'),
  503: RestRefusal.describe('Nothing was done; see Retry-After'),
}

/** What doing may be refused with besides. */
export const refusals = {
  ...refusalsOfLooking,
  403: RestRefusal.describe('Called by a page of another site'),
  415: RestRefusal.describe('The body is not JSON'),
}
