import { operatorPaths } from '@latchkey/operator'

/** Every address that the page uses. No address of a person is among them: addresses of pages are logged and kept. */
export const paths = {
  ...operatorPaths,
  api: '/trpc',
  logo: '/logo.svg',
} as const

export function requestPath(requestId: string): string {
  return `${paths.requests}/${requestId}`
}
