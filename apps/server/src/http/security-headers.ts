import type { FastifyInstance } from 'fastify'

const YEARS_2 = 2 * 365 * 24 * 3600

// The strictest set our own pages run under: nothing inline, nothing from elsewhere, never framed.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  // One policy, of the pages, for one script: the worker that estimates passwords (decision 0030).
  'trusted-types latchkey-strength',
].join(';')

// Our pages need none of what a browser can do beyond showing them.
const features =
  'accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope magnetometer microphone midi payment picture-in-picture screen-wake-lock usb xr-spatial-tracking'
const nothingPermitted = features
  .split(' ')
  .map((feature) => `${feature}=()`)
  .join(', ')

/** On every answer, whatever it is. The same for all of them, so they are spelt once and not for each request. */
export function sendSecurityHeaders(app: FastifyInstance, publicUrl: string): void {
  const headers = {
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'permissions-policy': nothingPermitted,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    // Off: the filter it once switched on was itself a hole.
    'x-xss-protection': '0',
    ...(publicUrl.startsWith('https:') && {
      'strict-transport-security': `max-age=${YEARS_2}`,
    }),
  }
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}
