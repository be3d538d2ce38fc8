import { pagePaths } from '@latchkey/api'
import { isPlainHttpElsewhere } from '../config/plain-http.ts'
import type { PageUrls } from '../config/server-config.ts'
import type { PageOptions } from './options.ts'

export type ReadPages = PageUrls & { publicUrl: string }

const EXAMPLE = 'https://app.example.com/reset#token={token}'
// Letters that no part of a URL encodes.
const placeholder = 'tokenplaceholder'

export function readPages(
  given: PageOptions,
  { production }: { production: boolean },
  problems: string[],
): ReadPages {
  const at = { production, problems }
  const pages: Partial<PageOptions> = given ?? {}
  const resetUrl = withToken(pages.reset, 'pages.reset', at)
  const publicUrl = URL.parse(resetUrl)?.origin ?? ''
  return {
    publicUrl,
    resetUrl,
    signInPageUrl: page(pages.signIn, 'pages.signIn', at),
    forgotPasswordUrl:
      pages.forgotPassword === undefined
        ? `${publicUrl}${pagePaths.forgotPassword}`
        : page(pages.forgotPassword, 'pages.forgotPassword', at),
    notMeUrl:
      pages.notMe === undefined
        ? `${publicUrl}${pagePaths.notMe}#token={token}`
        : withToken(pages.notMe, 'pages.notMe', at),
  }
}

type At = { production: boolean; problems: string[] }

/** Normalised as browsers do it, so that what is checked here is what people follow. */
function withToken(given: string | undefined, name: string, at: At): string {
  if (given === undefined) {
    at.problems.push(`${name} is missing: give the address of your page, such as ${EXAMPLE}`)
    return ''
  }
  if (given.split('{token}').length !== 2) {
    at.problems.push(`${name} must contain {token} exactly once, such as ${EXAMPLE}`)
  }
  const url = page(given.replaceAll('{token}', placeholder), name, at)
  if (URL.parse(url)?.hostname.includes(placeholder)) {
    at.problems.push(`${name} must have {token} behind the host`)
  }
  return url.replace(placeholder, '{token}')
}

function page(given: string | undefined, name: string, { production, problems }: At): string {
  const url = URL.parse(given ?? '')
  if (given === undefined) problems.push(`${name} is missing: give the address of your page`)
  else if (!url || !/^https?:$/.test(url.protocol)) {
    problems.push(`${name} must be an absolute http(s) address, like https://app.example.com/login`)
  } else if (url.username !== '' || url.password !== '') {
    problems.push(`${name} must not contain a user name or password`)
  } else if (production && isPlainHttpElsewhere(url.href)) {
    problems.push(`${name} must use https with NODE_ENV=production: links in emails are secrets`)
  }
  return url?.href ?? ''
}
