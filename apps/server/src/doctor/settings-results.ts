import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { isLoopback } from '@latchkey/core'
import type { Config } from '../config/config.ts'
import { type Result, resultsOf } from './result.ts'

/* What can be said without the database: the settings, who reaches the server, the secret, the folder. */

/** Settings that are valid, and that an operator may have meant otherwise. */
export function reachResults(config: Config): Result[] {
  const { ok, note, warning } = resultsOf('reach')
  const { publicUrl, host, trustProxy, production } = config
  const isReached = !isLoopback(host) || !isLoopback(new URL(publicUrl).hostname)
  const results: Result[] = []
  if (!isReached) {
    results.push(note(`Only this machine reaches the server, at ${publicUrl}.`))
  } else {
    results.push(ok(`Other machines reach the server: HOST=${host}, PUBLIC_URL=${publicUrl}.`))
    if (!production) {
      results.push(
        note('NODE_ENV is not production.', 'Set NODE_ENV=production where real users come.'),
      )
    }
  }
  // Latchkey speaks plain HTTP, so a proxy has the certificate.
  if (publicUrl.startsWith('https:') && trustProxy.length === 0) {
    results.push(
      warning(
        'PUBLIC_URL is https, so a proxy is in front, and TRUST_PROXY is not set: all users look like one client and share its limits.',
        'Set TRUST_PROXY to the addresses from which the proxy calls.',
      ),
    )
  }
  if (trustProxy.length > 0) results.push(ok(`Proxies that are trusted: ${trustProxy.join(', ')}.`))
  if (config.exemptNetworks.length > 0) {
    results.push(note(`Networks that no limit counts: ${config.exemptNetworks.join(', ')}.`))
  }
  if (!config.rateLimits) {
    results.push(
      warning('RATE_LIMITS=off: nothing slows down brute-force attacks.', 'Take RATE_LIMITS out.'),
    )
  }
  if (config.signInUrl !== undefined) results.push(ok(`People sign in at ${config.signInUrl}.`))
  return [...results, ...operatorResults(config)]
}

/** Who reaches the operators' page. */
function operatorResults({ operatorSite: site }: Config): Result[] {
  if (site === undefined) return []
  const { ok, note, warning } = resultsOf('operators')
  const results: Result[] = [
    isLoopback(site.host)
      ? note(`Only this machine reaches the operators' page, at ${site.url}.`)
      : warning(
          `Other machines reach the operators' page: OPERATOR_HOST=${site.host}, OPERATOR_URL=${site.url}.`,
          'Let only operators reach that port: a firewall, or a proxy that signs them in (docs/operators-page.md).',
        ),
  ]
  if (site.userHeader !== undefined) {
    results.push(
      ok(`Operators are named in the header ${site.userHeader}, by ${site.trustProxy.join(', ')}.`),
    )
  }
  if (site.trustProxy.some((network) => /^(?:127\.|::1(?:\/|$))/.test(network))) {
    results.push(
      warning(
        'OPERATOR_TRUST_PROXY has an address of this machine: every program on it can name itself an operator.',
        'Keep other people off this machine, or give the proxy an address of its own.',
      ),
    )
  }
  return results
}

const LITTLE_BYTES = 200 * 1024 * 1024

/** The folder of the embedded database, the mailbox and a generated secret. */
export async function folderResults(config: Config): Promise<Result[]> {
  const { ok, note, warning, problem } = resultsOf('data folder')
  const uses = [
    ...(config.databaseUrl === undefined ? ['the embedded database'] : []),
    ...(config.catchesEmail ? ['the mailbox'] : []),
    ...(config.secrets === undefined ? ['the server secret'] : []),
  ]
  if (uses.length === 0) return [note(`DATA_DIR (${config.dataDir}) is not used.`)]
  const folder = await nearestFolder(resolve(config.dataDir))
  if (!(await stat(folder)).isDirectory()) {
    return [
      problem(
        `DATA_DIR (${config.dataDir}) cannot be made, because ${folder} is a file, and ${uses.join(' and ')} are kept there.`,
        'Name a folder with DATA_DIR.',
      ),
    ]
  }
  try {
    await access(folder, constants.W_OK)
  } catch {
    return [
      problem(
        `DATA_DIR (${config.dataDir}) cannot be written by this user, and ${uses.join(' and ')} are kept there.`,
        'Let this user write it, or name another folder with DATA_DIR.',
      ),
    ]
  }
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const mib = Math.round(free / 1024 / 1024)
  return [
    free < LITTLE_BYTES
      ? warning(`DATA_DIR (${config.dataDir}) has ${mib} MiB left.`, 'Make room there.')
      : ok(`DATA_DIR (${config.dataDir}) can be written, and has ${mib} MiB left.`),
  ]
}

async function nearestFolder(path: string): Promise<string> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  const above = dirname(path)
  return isThere || above === path ? path : nearestFolder(above)
}

/** Whether the secret is given or generated. Only its length is shown. */
export async function secretResults({ secrets, dataDir, databaseUrl }: Config): Promise<Result[]> {
  const { ok, note, warning } = resultsOf('server secret')
  if (secrets !== undefined) {
    const [first = ''] = secrets
    const bytes = new TextEncoder().encode(first).length
    const others =
      secrets.length > 1
        ? ` ${secrets.length - 1} more ${secrets.length > 2 ? 'are' : 'is'} accepted during a rotation.`
        : ''
    return [ok(`LATCHKEY_SECRET has ${bytes} bytes.${others}`)]
  }
  const path = join(dataDir, 'secret')
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  const where = isThere
    ? `It was generated, in ${path}.`
    : `It is generated at the first start, in ${path}.`
  return [
    databaseUrl === undefined
      ? note(where)
      : warning(
          `${where} Another machine would generate another one, and refuse the codes of this one.`,
          'Set LATCHKEY_SECRET for all processes: openssl rand -base64 32',
        ),
  ]
}
