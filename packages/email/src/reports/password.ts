import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** The password of basic authentication, with any user name, or a bearer token. */
export function knowsPassword({ authorization = '' }: IncomingHttpHeaders, password: string) {
  const [, scheme = '', given = ''] = /^(Basic|Bearer) +(\S+)$/i.exec(authorization) ?? []
  const said = scheme.toLowerCase() === 'basic' ? passwordIn(given) : given
  return timingSafeEqual(digest(said), digest(password))
}

function passwordIn(base64: string): string {
  const pair = Buffer.from(base64, 'base64').toString()
  const colon = pair.indexOf(':')
  return colon === -1 ? '' : pair.slice(colon + 1)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
