import { readFileSync } from 'node:fs'
import { type AnyAccountMap, parseAccountMap, type ReadMap } from '@latchkey/db'
import type { AccountHost } from '../account-port/handler.ts'
import type {
  AccountsElsewhere,
  HostedAccounts,
  PortedAccounts,
} from '../config/accounts-elsewhere.ts'
import { isPlainHttpElsewhere } from '../config/plain-http.ts'
import { isWebhookSecret } from '../config/webhook-secret.ts'
import type { FunctionAccounts, HostPasswords, LatchkeyOptions, PortAccounts } from './options.ts'

export function readAccounts(
  given: LatchkeyOptions['accounts'],
  problems: string[],
): AccountsElsewhere | undefined {
  if (given === undefined) return undefined
  const isObject = typeof given === 'object' && given !== null
  if (isObject && 'url' in given) return readPort(given, problems)
  if (isObject && 'host' in given) return readHost(given, problems)
  const { map, pepper } =
    isObject && 'map' in given
      ? { map: given.map, pepper: given.pepper }
      : { map: given, pepper: undefined }
  if (!looksLikeMap(map)) {
    problems.push(
      'accounts must be a map or its path, { map, pepper }, { url, secret }, or { host } with the four functions; docs/adopting.md and docs/adopting-elsewhere.md have examples',
    )
    return undefined
  }
  const file = typeof map === 'string' ? map : 'accounts'
  const read = typeof map === 'string' ? readFile(map) : parseAccountMap(JSON.stringify(map))
  if (!read.ok) {
    const where = typeof map === 'string' ? `accounts: ${map}` : 'accounts'
    problems.push(...read.problems.map((problem) => `${where}: ${problem}`))
    return undefined
  }
  if (read.map.password.pepper && pepper === undefined) {
    problems.push(
      'accounts.pepper is missing: the map says that the application appends a secret to passwords; give { map, pepper }',
    )
  }
  if (!read.map.password.pepper && pepper !== undefined) {
    problems.push(
      'accounts.pepper is given, and the map says nothing of it: set "pepper": true in its password, or leave it out',
    )
  }
  return { kind: 'mapped', file, map: read.map, pepper }
}

/** Whether it is worth to say what is wrong with it as a map. Types do not keep other programs from giving anything. */
function looksLikeMap(given: unknown): boolean {
  if (typeof given === 'string') return true
  return typeof given === 'object' && given !== null && ('users' in given || 'functions' in given)
}

function readFile(path: string): ReadMap<AnyAccountMap> {
  try {
    return parseAccountMap(readFileSync(path, 'utf8'))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`
    return {
      ok: false,
      problems: [
        `${why}; \`latchkey adopt\` writes it. The path counts from the folder in which the process was started`,
      ],
    }
  }
}

function readPort(given: PortAccounts, problems: string[]): PortedAccounts | undefined {
  const url = URL.parse(given.url ?? '')
  if (!url || !/^https?:$/.test(url.protocol)) {
    problems.push('accounts.url must be an address like https://app.example.com/latchkey')
  } else if (isPlainHttpElsewhere(url.href)) {
    problems.push('accounts.url must use https: new passwords are sent there')
  }
  const secrets = [given.secret ?? []].flat()
  if (secrets.length === 0 || !secrets.every(isWebhookSecret)) {
    problems.push(
      'accounts.secret must be whsec_ and the base64 of 24 to 64 random bytes; make one with: echo "whsec_$(openssl rand -base64 32)"',
    )
  }
  return {
    kind: 'ported',
    url: (url?.href ?? '').replace(/\/+$/, ''),
    secrets,
    password: readPasswords(given.password, problems),
  }
}

// A missing row does not compile.
const functions: Record<keyof AccountHost, true> = {
  lookup: true,
  look: true,
  change: true,
  settled: true,
}

function readHost({ host, password }: FunctionAccounts, problems: string[]): HostedAccounts {
  for (const name of Object.keys(functions)) {
    if (typeof Reflect.get(host ?? {}, name) === 'function') continue
    problems.push(
      `accounts.host.${name} must be a function; docs/adopting-elsewhere.md has all four`,
    )
  }
  return { kind: 'hosted', host, password: readPasswords(password, problems) }
}

function readPasswords(
  { normalise = 'none', maxBytes = 72 }: HostPasswords = {},
  problems: string[],
): HostedAccounts['password'] {
  if (!Number.isInteger(maxBytes) || maxBytes < 64 || maxBytes > 1024) {
    problems.push('accounts.password.maxBytes must be a whole number from 64 to 1024')
  }
  if (!['none', 'NFC', 'NFKC'].includes(normalise)) {
    problems.push('accounts.password.normalise must be none, NFC or NFKC')
  }
  return { normalise, maxBytes }
}
