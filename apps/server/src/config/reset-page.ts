import { pagePaths } from '@latchkey/api'
import { isPlainAbroad } from './loopback.ts'
import type { SettingValues } from './settings.ts'

/** Where links lead. */
export type ResetPage = {
  /** `{token}` stands for the token. */
  resetUrl: string
  /** The origin of a front end of the adopter's own, which may call the API. Absent: our pages are the front end. */
  frontendOrigin: string | undefined
}

const frontends = ['CLIENT_URL', 'FRONTEND_URL'] as const

export function resetPage(
  each: Partial<SettingValues>,
  publicUrl: string,
  problems: string[],
): ResetPage {
  const production = each.NODE_ENV === 'production'
  const named = frontends.filter((name) => each[name] !== undefined)
  if (new Set(named.map((name) => each[name])).size > 1) {
    problems.push('CLIENT_URL and FRONTEND_URL name different front ends; keep one of them')
  }
  for (const name of named) {
    if (each.RESET_URL !== undefined) {
      problems.push(`${name} and RESET_URL both say where links lead; keep one of them`)
    }
    if (production && isPlainAbroad(each[name] ?? '')) {
      problems.push(`${name} must use https in production`)
    }
  }

  // A fragment never reaches a server, so no log on the way holds the token.
  const ourPage = `${publicUrl}${pagePaths.resetPassword}#token={token}`
  const origin = each.CLIENT_URL ?? each.FRONTEND_URL
  // Somebody who names our own address as the front end means our page, and that one reads the fragment.
  const frontendOrigin = origin === publicUrl ? undefined : origin
  if (each.RESET_URL !== undefined) {
    return { resetUrl: ownTemplate(each.RESET_URL, production, problems), frontendOrigin }
  }
  if (frontendOrigin === undefined) return { resetUrl: ourPage, frontendOrigin }
  // Pages written for the documents these settings come from read the query.
  return { resetUrl: `${frontendOrigin}/reset-password?token={token}`, frontendOrigin }
}

// Letters that no part of a URL changes or encodes.
const standIn = 'tokenstandsinhere'

/** Written as browsers will read it, so that what is checked here is what people follow. */
function ownTemplate(given: string, production: boolean, problems: string[]): string {
  const template = given.trim().replace(/%7Btoken%7D/gi, '{token}')
  const url = URL.parse(template.replaceAll('{token}', standIn))
  if (template.split('{token}').length !== 2) {
    problems.push('RESET_URL must contain {token} exactly once')
  } else if (!url || !/^https?:$/.test(url.protocol)) {
    problems.push(
      'RESET_URL must be an absolute http(s) address, like https://app.example.com/reset#token={token}',
    )
  } else if (url.username || url.password) {
    problems.push('RESET_URL must not hold a user name or password')
  } else if (!`${url.pathname}${url.search}${url.hash}`.includes(standIn)) {
    problems.push('RESET_URL must have {token} behind the host')
  } else if (production && isPlainAbroad(url.href)) {
    problems.push('RESET_URL must use https in production')
  }
  return url?.href.replace(standIn, '{token}') ?? given
}
