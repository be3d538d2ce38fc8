import { isLoopback } from '@latchkey/core'
import { isPlainHttpElsewhere } from '@latchkey/server/parts'
import { httpsWhere, type Reach } from './reach.ts'
import type { SettingName, SettingValues } from './settings.ts'

type Given = { each: Partial<SettingValues>; named: ReadonlySet<string> }

export type OperatorConfig = {
  /** The operators' page. Absent: there is none. */
  operatorSite:
    | {
        port: number
        host: string
        /** The origin of the page, as operators call it. */
        url: string
        /** The header that names the operator, in lower case. Absent: the one-time link is the only way in. */
        userHeader: string | undefined
        /** The only networks from which that header is taken. */
        trustProxy: readonly string[]
      }
    | undefined
}

const needPort = [
  'OPERATOR_HOST',
  'OPERATOR_URL',
  'OPERATOR_USER_HEADER',
  'OPERATOR_TRUST_PROXY',
] as const satisfies SettingName[]

/** The operators' page has a port of its own, and refuses what would put it where users are. */
export function operatorSettings(
  { each, named }: Given,
  { publicUrl, reach }: { publicUrl: string; reach: Reach },
  problems: string[],
): OperatorConfig {
  if (!named.has('OPERATOR_PORT')) {
    for (const name of needPort.filter((one) => named.has(one))) {
      problems.push(`${name} needs OPERATOR_PORT: without it there is no operators' page`)
    }
    return { operatorSite: undefined }
  }
  const { OPERATOR_PORT: port, OPERATOR_HOST: host = 'localhost' } = each
  const url = each.OPERATOR_URL ?? `http://localhost:${port}`
  // Not WORKER_PORT: `start` ignores it, and `worker` has no operators' page, so no process opens both.
  if (port !== 0 && port !== undefined && (each.PORT ?? 3000) === port) {
    problems.push(
      "OPERATOR_PORT and PORT are the same: the operators' page needs a port of its own",
    )
  }
  if (url === publicUrl) {
    problems.push("OPERATOR_URL is PUBLIC_URL: the operators' page must not be where the users are")
  }
  if (!isLoopback(host) && each.OPERATOR_URL === undefined) {
    problems.push(
      `OPERATOR_URL is missing: OPERATOR_HOST=${host} lets other machines in, and the page must know by which address`,
    )
  }
  if (isPlainHttpElsewhere(url) && !reach.allows('plain-http')) {
    problems.push(`OPERATOR_URL must use https ${httpsWhere(reach)}: its cookie opens the page`)
  }
  const { OPERATOR_USER_HEADER: userHeader, OPERATOR_TRUST_PROXY: trustProxy = [] } = each
  if (named.has('OPERATOR_USER_HEADER') && !named.has('OPERATOR_TRUST_PROXY')) {
    problems.push(
      'OPERATOR_TRUST_PROXY is missing: with OPERATOR_USER_HEADER anybody who reaches the port could name themselves; list the addresses of your proxy',
    )
  }
  if (port === undefined) return { operatorSite: undefined }
  return { operatorSite: { port, host, url, userHeader, trustProxy } }
}
