/** What serves requests. */
export { clientFrom, languageOf, networksOf } from '../caller/client.ts'
export {
  type Address,
  isInNetworks,
  parseClientAddress,
  trustedProxies,
} from '../caller/client-address.ts'
export { passwordListsFor } from '../compose/compose-web.ts'
export { type OpenRecovery, openRecovery } from '../compose/open-recovery.ts'
export { publicSettings } from '../compose/public-settings.ts'
export { isJson } from '../http/read-body.ts'
