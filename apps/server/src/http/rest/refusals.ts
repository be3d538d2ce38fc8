import { RestRefusal } from '@latchkey/api/server'

/** How the OpenAPI document describes the refusals of a call that changes nothing. */
export const checkRefusals = {
  400: RestRefusal.describe('Bad input, or a link or code that is not good'),
  429: RestRefusal.describe('Too many calls from this client; see Retry-After'),
  503: RestRefusal.describe('Nothing was done; see Retry-After'),
}

/** The same for a call that changes something. */
export const refusals = {
  ...checkRefusals,
  403: RestRefusal.describe('Called by a page of another site'),
  415: RestRefusal.describe('The body is not JSON'),
}
