import { pagePaths } from '@latchkey/api'
import { isPlainHttpElsewhere } from '@latchkey/server/parts'
import { cameAs } from './given-value.ts'
import { httpsWhere, type Reach } from './reach.ts'
import type { SettingValues } from './settings.ts'

/** Where the links of emails lead. */
export type ResetPage = {
  /** Contains `{token}` in the place of the token. */
  resetUrl: string
  /** The origin of the operator's own front end, which may call the API. Absent: our pages are the front end. */
  frontendOrigin: string | undefined
}

const frontends = ['CLIENT_URL', 'FRONTEND_URL'] as const

export function resetPage(
  each: Partial<SettingValues>,
  { publicUrl, reach }: { publicUrl: string; reach: Reach },
  problems: string[],
): ResetPage {
  const named = frontends.filter((name) => each[name] !== undefined)
  if (new Set(named.map((name) => each[name])).size > 1) {
    problems.push('CLIENT_URL and FRONTEND_URL name different front ends; keep one of them')
  }
  for (const name of named) {
    if (each.RESET_URL !== undefined) {
      problems.push(`${name} and RESET_URL both say where links lead; keep one of them`)
    }
    if (!reach.allows('plain-http') && isPlainHttpElsewhere(each[name] ?? '')) {
      problems.push(`${name} must use https ${httpsWhere(reach)}`)
    }
  }

  // A fragment never reaches a server, so no log on the way contains the token.
  const ourPage = `${publicUrl}${pagePaths.resetPassword}#token={token}`
  const origin = each.CLIENT_URL ?? each.FRONTEND_URL
  // Our own address as the front end means our own page, which reads the fragment.
  const frontendOrigin = origin === publicUrl ? undefined : origin
  if (each.RESET_URL !== undefined) {
    return { resetUrl: ownTemplate(each.RESET_URL, reach, problems), frontendOrigin }
  }
  if (frontendOrigin === undefined) return { resetUrl: ourPage, frontendOrigin }
  // Front ends that know these settings read the token from the query.
  return { resetUrl: `${frontendOrigin}/reset-password?token={token}`, frontendOrigin }
}

// Letters that no part of a URL encodes.
const placeholder = 'tokenplaceholder'

/** Normalised as browsers do it, so that what is checked here is what people follow. */
function ownTemplate(given: string, reach: Reach, problems: string[]): string {
  const template = given.trim().replace(/%7Btoken%7D/gi, '{token}')
  const url = URL.parse(template.replaceAll('{token}', placeholder))
  const problem = problemWith(template, url)
  if (problem !== undefined) problems.push(`RESET_URL ${problem}${cameAs(given)}`)
  if (!reach.allows('plain-http') && isPlainHttpElsewhere(url?.href ?? '')) {
    problems.push(`RESET_URL must use https ${httpsWhere(reach)}`)
  }
  return url?.href.replace(placeholder, '{token}') ?? given
}

function problemWith(template: string, url: URL | null): string | undefined {
  if (template.split('{token}').length !== 2) return 'must contain {token} exactly once'
  if (!url || !/^https?:$/.test(url.protocol)) {
    return 'must be an absolute http(s) address, like https://app.example.com/reset#token={token}; for an app use a universal link, an https address that opens the app'
  }
  if (url.username || url.password) return 'must not contain a user name or password'
  if (!`${url.pathname}${url.search}${url.hash}`.includes(placeholder)) {
    return 'must have {token} behind the host'
  }
  return undefined
}
