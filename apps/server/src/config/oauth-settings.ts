import { type OauthSettings, parseSmtpUrl } from '@latchkey/email'
import type { SettingName, SettingValues } from './settings.ts'

export type Given = {
  each: Partial<SettingValues>
  /** Which settings were given at all, even if they could not be read. */
  named: ReadonlySet<string>
}

const MICROSOFT_SCOPE = 'https://outlook.office365.com/.default'
const GOOGLE = {
  tokenUrl: 'https://oauth2.googleapis.com/token',
  scope: 'https://mail.google.com/',
}

const forClient = ['SMTP_OAUTH_CLIENT_ID', 'SMTP_OAUTH_CLIENT_SECRET'] as const
const forService = ['SMTP_OAUTH_SERVICE_CLIENT', 'SMTP_OAUTH_PRIVATE_KEY'] as const
const all = [
  'SMTP_OAUTH_USER',
  'SMTP_OAUTH_TENANT',
  'SMTP_OAUTH_TOKEN_URL',
  ...forClient,
  ...forService,
  'SMTP_OAUTH_SCOPE',
] as const satisfies SettingName[]

/** How to sign in with an access token: by client credentials, or by a service account. */
export function oauthSettings(given: Given, problems: string[]): OauthSettings | undefined {
  const { each, named } = given
  if (each.SMTP_AUTH === 'oauth2') return signIn(given, problems)
  const unused = all.filter((name) => named.has(name))
  // A SMTP_AUTH that could not be read is a problem already.
  if (unused.length > 0 && !(named.has('SMTP_AUTH') && each.SMTP_AUTH === undefined)) {
    problems.push(
      `${unused.join(', ')} set without SMTP_AUTH=oauth2; set it, or take ${unused.length > 1 ? 'them' : 'it'} out`,
    )
  }
  return undefined
}

function signIn(given: Given, problems: string[]): OauthSettings | undefined {
  const { each, named } = given
  problems.push(...serverProblems(given))
  if (!named.has('SMTP_OAUTH_USER')) {
    problems.push('SMTP_OAUTH_USER is missing: SMTP_AUTH=oauth2 needs the mailbox that sends')
  }
  const byClient = [...forClient, 'SMTP_OAUTH_TENANT' as const].filter((name) => named.has(name))
  const byService = forService.filter((name) => named.has(name))
  if (byClient.length > 0 && byService.length > 0) {
    problems.push(
      `${byClient.join(', ')} and ${byService.join(', ')} are two ways to a token; keep one of them`,
    )
  } else if (byService.length > 0) {
    problems.push(...missing(named, forService, 'a service account'))
  } else if (byClient.length > 0) {
    problems.push(...missing(named, forClient, 'client credentials'), ...endpointProblems(named))
  } else {
    problems.push(
      `SMTP_AUTH=oauth2 needs ${forClient.join(' and ')} (Microsoft 365), or ${forService.join(' and ')} (Google Workspace)`,
    )
  }
  return byService.length > 0 ? serviceAccount(each) : clientCredentials(each)
}

function serverProblems({ each, named }: Given): string[] {
  if (!named.has('SMTP_URL')) {
    return [
      'SMTP_URL is missing: SMTP_AUTH=oauth2 needs the mail server, without user and password: smtp://smtp.office365.com:587 for Microsoft 365, smtps://smtp.gmail.com:465 for Google Workspace',
    ]
  }
  const server = parseSmtpUrl(each.SMTP_URL ?? '')
  if (!server.ok || server.auth === undefined) return []
  return [
    'SMTP_URL holds a user and a password, and SMTP_AUTH=oauth2 signs in with a token; take them out of the URL',
  ]
}

function endpointProblems(named: ReadonlySet<string>): string[] {
  const endpoints = ['SMTP_OAUTH_TENANT', 'SMTP_OAUTH_TOKEN_URL'].filter((name) => named.has(name))
  if (endpoints.length === 2) return [`${endpoints.join(' and ')} are both set; keep one of them`]
  if (endpoints.length === 1) return []
  return [
    'SMTP_OAUTH_TENANT is missing: client credentials need the directory (tenant) ID at Microsoft, or SMTP_OAUTH_TOKEN_URL at another service',
  ]
}

function missing(
  named: ReadonlySet<string>,
  needed: readonly SettingName[],
  what: string,
): string[] {
  return needed
    .filter((name) => !named.has(name))
    .map((name) => `${name} is missing: ${what} need${what.startsWith('a ') ? 's' : ''} it`)
}

function clientCredentials(each: Partial<SettingValues>): OauthSettings | undefined {
  const { SMTP_OAUTH_USER: user, SMTP_OAUTH_TENANT: tenant } = each
  const { SMTP_OAUTH_CLIENT_ID: clientId, SMTP_OAUTH_CLIENT_SECRET: clientSecret } = each
  const tokenUrl = tenant ? microsoftTokenUrl(tenant) : each.SMTP_OAUTH_TOKEN_URL
  const scope = each.SMTP_OAUTH_SCOPE ?? (tenant ? MICROSOFT_SCOPE : undefined)
  if (!user || !tokenUrl || !clientId || !clientSecret) return undefined
  return { grant: 'client-credentials', user, tokenUrl, scope, clientId, clientSecret }
}

function serviceAccount(each: Partial<SettingValues>): OauthSettings | undefined {
  const { SMTP_OAUTH_USER: user } = each
  const { SMTP_OAUTH_SERVICE_CLIENT: serviceClient, SMTP_OAUTH_PRIVATE_KEY: privateKey } = each
  const tokenUrl = each.SMTP_OAUTH_TOKEN_URL ?? GOOGLE.tokenUrl
  const scope = each.SMTP_OAUTH_SCOPE ?? GOOGLE.scope
  if (!user || !serviceClient || !privateKey) return undefined
  return { grant: 'service-account', user, tokenUrl, scope, serviceClient, privateKey }
}

function microsoftTokenUrl(tenant: string): string {
  return `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`
}
