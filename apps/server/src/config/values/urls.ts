import * as z from 'zod'
import { commaList } from './plain.ts'

export const hasCredentials = (value: string) => {
  const url = URL.parse(value)
  return url !== null && (url.username !== '' || url.password !== '')
}

export const webOrigin = z.string().transform((value, context) => {
  const url = URL.parse(value)
  const problem = originProblem(value, url)
  if (problem === undefined && url) return url.origin
  context.addIssue(problem ?? 'must be an address like https://login.example.com')
  return z.NEVER
})

function originProblem(value: string, url: URL | null): string | undefined {
  if (value === '*' || value === 'null' || value.includes('*')) {
    return 'must name each origin in full, like https://app.example.com: no *, and not null'
  }
  // `localhost:3000` is a URL whose scheme is `localhost`.
  if (url && /^[a-z][a-z0-9+.-]*:\/\//i.test(value) && !/^https?:$/.test(url.protocol)) {
    return `must be an http or https address: for an app with the scheme ${url.protocol}// use a universal link, an https address that opens the app`
  }
  if (!url || !/^https?:\/\//i.test(value))
    return 'must be an address like https://login.example.com'
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    return 'must be an origin: scheme, host and port, nothing after it. Latchkey needs a host name of its own, like login.example.com; it cannot be served under a path'
  }
  return undefined
}

export const webOrigins = z.string().transform(commaList).pipe(z.array(webOrigin))
