const LEAST_BYTES = 24
const MOST_BYTES = 64

/** `whsec_` and base64, as Standard Webhooks says. */
export function isWebhookSecret(text: string): boolean {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1]
  if (base64 === undefined) return false
  const bytes = Buffer.from(base64, 'base64')
  const isWhole = bytes.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '')
  return isWhole && bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES
}
