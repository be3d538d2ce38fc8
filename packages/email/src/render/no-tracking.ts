const sendGrid = JSON.stringify({
  filters: {
    clicktrack: { settings: { enable: 0 } },
    opentrack: { settings: { enable: 0 } },
  },
})

/** What services want to read in a mail whose links they must leave alone, by the ends of their host names. */
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

/** A link that is rewritten tells its token to a third party. */
export function noTracking(host: string): Record<string, string> {
  const name = host.toLowerCase()
  const service = Object.keys(headersFor).find((end) => name === end || name.endsWith(`.${end}`))
  return { ...headersFor[service ?? ''] }
}
