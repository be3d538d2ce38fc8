import { isLoopback } from '@latchkey/core'
import { isPlainHttpElsewhere } from '@latchkey/server/parts'
import type { Exposable } from './exposable.ts'
import type { SettingName, SettingValues } from './settings.ts'

/*
 * Who can reach this server decides what it may offer, whatever NODE_ENV says (decision 44). What is meant for one's own
 * machine is refused on a server that others can reach, unless ALLOW_EXPOSED names it.
 */

export type Reach = {
  production: boolean
  /** The settings that let other machines in, as they are written; empty: only this machine can reach the server. */
  through: readonly string[]
  /** Whether this may be offered. */
  allows(what: Exposable): boolean
}

export function reachOf(each: Partial<SettingValues>, host: string, publicUrl: string): Reach {
  const production = each.NODE_ENV === 'production'
  const through = [
    ...(isLoopback(host) ? [] : [`HOST=${host}`]),
    ...(isLoopback(new URL(publicUrl).hostname) ? [] : [`PUBLIC_URL=${publicUrl}`]),
  ]
  return {
    production,
    through,
    allows(what) {
      if (what === 'metrics') {
        const closed = through.length > 0 || (each.TRUST_PROXY ?? []).some(coversLoopback)
        return !closed || isAllowed(each, what)
      }
      if (production) return false
      return through.length === 0 || isAllowed(each, what)
    },
  }
}

function isAllowed({ ALLOW_EXPOSED }: Partial<SettingValues>, what: Exposable): boolean {
  return ALLOW_EXPOSED?.includes(what) ?? false
}

/** A proxy on this machine makes every call look like one from this machine. */
function coversLoopback(network: string): boolean {
  return /^(?:127\.|::1(?:\/|$)|::ffff:(?:127\.|7f))/i.test(network)
}

/** @returns `in production`, or which setting lets other machines in. */
export function because({ production, through }: Reach): string {
  return production ? 'in production' : `with ${through.join(' and ')}, which other machines reach,`
}

/** @returns how to allow it all the same; production allows none of it. */
export function orAllow({ production }: Reach, what: Exposable): string {
  return production ? '' : `, or allow it with ALLOW_EXPOSED=${what}`
}

type Given = { each: Partial<SettingValues>; named: ReadonlySet<string> }

/** What a server that others can reach needs, and has not. */
export function missingWhenReached(
  { each, named }: Given,
  reach: Reach,
  publicUrl: string,
): string[] {
  const problems: string[] = []
  const why = because(reach)
  const need = (name: SettingName, what: string) => {
    if (!named.has(name)) problems.push(`${name} is missing: ${why} ${what}`)
  }
  if (reach.production || reach.through.length > 0) {
    need('PUBLIC_URL', 'the links in emails need the address people use')
  }
  if (!reach.allows('embedded-database')) {
    need(
      'DATABASE_URL',
      `the embedded database and its demo account are refused; name a PostgreSQL${orAllow(reach, 'embedded-database')}`,
    )
  }
  if (!reach.allows('generated-secret')) {
    need(
      'LATCHKEY_SECRET',
      `it is not generated; make one with: openssl rand -base64 32${orAllow(reach, 'generated-secret')}`,
    )
  }
  if (reach.production || reach.through.length > 0) problems.push(...weakSecrets(each))
  if (reach.production) {
    const refused = (each.ALLOW_EXPOSED ?? []).filter((what) => what !== 'metrics')
    if (refused.length > 0) {
      problems.push(`ALLOW_EXPOSED: production allows only metrics; take out ${refused.join(', ')}`)
    }
  }
  if (!reach.allows('plain-http')) {
    const origins = each.CORS_ORIGINS?.filter(isPlainHttpElsewhere) ?? []
    for (const origin of origins) {
      problems.push(`CORS_ORIGINS must use https ${httpsWhere(reach)}: ${origin}`)
    }
    if (isPlainHttpElsewhere(publicUrl)) {
      problems.push(`PUBLIC_URL must use https ${httpsWhere(reach)}`)
    }
    // Where the pages lead people to type their password.
    if (isPlainHttpElsewhere(each.SIGN_IN_URL ?? '')) {
      problems.push(`SIGN_IN_URL must use https ${httpsWhere(reach)}`)
    }
    if (each.RETURN_TO_ORIGINS?.some(isPlainHttpElsewhere)) {
      problems.push(`RETURN_TO_ORIGINS must use https ${httpsWhere(reach)}`)
    }
  }
  return problems
}

/** Where https is required, at the end of `… must use https`. */
export function httpsWhere(reach: Reach): string {
  return reach.production
    ? 'in production'
    : `on a server that other machines reach${orAllow(reach, 'plain-http')}`
}

function weakSecrets(each: Partial<SettingValues>): string[] {
  const { LATCHKEY_SECRET: secrets = [], METRICS_TOKEN: token } = each
  const problems: string[] = []
  if (secrets.some(isGuessable)) {
    problems.push(
      'LATCHKEY_SECRET can be guessed: it repeats itself, or is an example; make one with: openssl rand -base64 32',
    )
  }
  if (token !== undefined && isGuessable(token)) {
    problems.push(
      'METRICS_TOKEN can be guessed: it repeats itself, or is an example; make one with: openssl rand -hex 32',
    )
  }
  return problems
}

const LEAST_DIFFERENT = 8

/** Whether somebody typed it instead of generating it: few characters, a repeated piece, a sequence, a known filler. */
function isGuessable(secret: string): boolean {
  if (new Set(secret).size < LEAST_DIFFERENT) return true
  const letters = [...secret]
  for (let period = 1; period <= letters.length / 2; period++) {
    if (letters.every((letter, i) => i < period || letter === letters[i - period])) return true
  }
  const steps = letters.slice(1).map((letter, i) => codeOf(letter) - codeOf(letters[i]))
  if (steps.filter((step) => Math.abs(step) === 1).length > steps.length / 2) return true
  return /change[-_ ]?(?:me|this|it)|(?:your|my)[-_ ]?(?:secret|key|token)|replace[-_ ]?(?:me|this)|placeholder/i.test(
    secret,
  )
}

function codeOf(letter: string | undefined): number {
  return letter?.codePointAt(0) ?? 0
}
