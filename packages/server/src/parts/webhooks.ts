/** What tells webhooks of events. */
export { configureWebhooks } from '../webhooks/configure.ts'
export { reportLimits } from '../webhooks/limit-reports.ts'
export { type Posted, post } from '../webhooks/post.ts'
export { issuerOf, signedCall } from '../webhooks/signed.ts'
export { signingKeys } from '../webhooks/signing-keys.ts'
export { verdictOn } from '../webhooks/verdict.ts'
export { HOST_FUNCTION } from '../webhooks/webhook.ts'
