const sendGrid = JSON.stringify({
  filters: {
    clicktrack: { settings: { enable: 0 } },
    opentrack: { settings: { enable: 0 } },
  },
})

/** Headers that tell a service not to rewrite links or count opens, by the end of its host name. */
const headersFor: Record<string, Record<string, string>> = {
  'sendgrid.net': { 'X-SMTPAPI': sendGrid },
  'mailgun.org': { 'X-Mailgun-Track': 'no' },
  'postmarkapp.com': { 'X-PM-TrackLinks': 'None', 'X-PM-TrackOpens': 'false' },
  'mailjet.com': { 'X-Mailjet-TrackClick': '0', 'X-Mailjet-TrackOpen': '0' },
  'mandrillapp.com': { 'X-MC-Track': 'none' },
  'sparkpostmail.com': {
    'X-MSYS-API': '{"options":{"click_tracking":false,"open_tracking":false}}',
  },
}

/** A header value that the library folds and does not encode: it would encode the quotes of JSON. */
type PreparedValue = { prepared: true; foldLines: true; value: string }

/** A rewritten link gives its token to a third party. */
export function noTracking(host: string): Record<string, PreparedValue> {
  const name = host.toLowerCase()
  const service = Object.keys(headersFor).find((end) => name === end || name.endsWith(`.${end}`))
  const headers = Object.entries(headersFor[service ?? ''] ?? {})
  return Object.fromEntries(
    headers.map(([key, value]) => [key, { prepared: true, foldLines: true, value }]),
  )
}
