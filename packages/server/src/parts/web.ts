/** What serves requests. */
export { clientFrom, languageOf, networksOf } from '../caller/client.ts'
export { type Address, parseClientAddress, trustedProxies } from '../caller/client-address.ts'
export { composeWeb, passwordListsFor } from '../compose/compose-web.ts'
