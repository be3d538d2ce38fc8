import type { FastifyHelmetOptions } from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

const YEARS_2 = 2 * 365 * 24 * 3600

/** The strictest set our own pages run under: nothing inline, nothing from elsewhere, never framed. */
export function securityHeaders(publicUrl: string): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
        'object-src': ["'none'"],
        'require-trusted-types-for': ["'script'"],
        // One policy, of the pages, for one script: the worker that estimates passwords (decision 0030).
        'trusted-types': ['latchkey-strength'],
      },
    },
    strictTransportSecurity: publicUrl.startsWith('https:')
      ? { maxAge: YEARS_2, includeSubDomains: false }
      : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  }
}

const features =
  'accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope magnetometer microphone midi payment picture-in-picture screen-wake-lock usb xr-spatial-tracking'

/** Our pages need none of what a browser can do beyond showing them. */
export function permitNothing(app: FastifyInstance): void {
  const policy = features
    .split(' ')
    .map((feature) => `${feature}=()`)
    .join(', ')
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', policy)
  })
}
