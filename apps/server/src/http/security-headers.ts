import type { FastifyInstance } from 'fastify'

const YEARS_2 = 2 * 365 * 24 * 3600

// The strictest policy our pages run under: nothing inline, nothing from other origins, no framing.
const policyWith = (trustedTypes: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    // Scripts send what is typed. A form that is submitted before its script runs must send nothing.
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${trustedTypes}`,
  ].join(';')

/** The pages' one Trusted Types policy, for the web worker that estimates passwords (decision 30). */
const STRENGTH = 'latchkey-strength'

// Our pages use none of these browser features.
const features =
  'accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope magnetometer microphone midi payment picture-in-picture screen-wake-lock usb xr-spatial-tracking'
const nothingPermitted = features
  .split(' ')
  .map((feature) => `${feature}=()`)
  .join(', ')

/** Sets the same headers on every answer. They are built once, not for each request. */
export function sendSecurityHeaders(
  app: FastifyInstance,
  publicUrl: string,
  trustedTypes = STRENGTH,
): void {
  const headers = {
    'content-security-policy': policyWith(trustedTypes),
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
    // Off: the filter that old browsers had was itself exploitable.
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
