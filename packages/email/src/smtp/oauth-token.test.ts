import { createVerify, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { countedTokens, openTokenEndpoint, refusedToken } from '../testing/token-endpoint.ts'
import { createTokenSource, type OauthSettings } from './oauth-token.ts'

const user = 'no-reply@example.test'

function clientCredentials(tokenUrl: string): OauthSettings {
  return {
    grant: 'client-credentials',
    user,
    tokenUrl,
    scope: 'https://outlook.office365.com/.default',
    clientId: 'c-1',
    clientSecret: 's3cret~value',
  }
}

const minutes = (count: number) => count * 60_000

test('client credentials are posted, and the token is kept until shortly before its end', async () => {
  const endpoint = await openTokenEndpoint(countedTokens(3600))
  let now = Date.parse('2026-11-28T12:00:00Z')
  const tokens = createTokenSource(clientCredentials(endpoint.url), { nowMs: () => now })

  expect(await tokens.token()).toBe('token-1')
  expect(Object.fromEntries(endpoint.forms[0] ?? [])).toEqual({
    grant_type: 'client_credentials',
    client_id: 'c-1',
    client_secret: 's3cret~value',
    scope: 'https://outlook.office365.com/.default',
  })
  now += minutes(54)
  expect(await tokens.token()).toBe('token-1')
  now += minutes(2)
  expect(await tokens.token()).toBe('token-2')
  expect(endpoint.forms).toHaveLength(2)
})

test('a service account signs what it asks for with its key', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const endpoint = await openTokenEndpoint(countedTokens())
  const now = Date.parse('2026-11-28T12:00:00Z')
  const settings: OauthSettings = {
    grant: 'service-account',
    user,
    tokenUrl: endpoint.url,
    scope: 'https://mail.google.com/',
    serviceClient: 'latchkey@project.iam.gserviceaccount.com',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  await createTokenSource(settings, { nowMs: () => now }).token()

  const form = endpoint.forms[0] ?? expect.unreachable()
  expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
  const [header = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  expect(read(header)).toEqual({ alg: 'RS256', typ: 'JWT' })
  expect(read(claims)).toEqual({
    iss: 'latchkey@project.iam.gserviceaccount.com',
    sub: user,
    scope: 'https://mail.google.com/',
    aud: endpoint.url,
    iat: now / 1000,
    exp: now / 1000 + 300,
  })
  const verifier = createVerify('RSA-SHA256').update(`${header}.${claims}`)
  expect(verifier.verify(publicKey, signature, 'base64url')).toBe(true)
})

test('many who wait for a token get the same one, from one fetch', async () => {
  const endpoint = await openTokenEndpoint(countedTokens())
  const tokens = createTokenSource(clientCredentials(endpoint.url))
  const got = await Promise.all(Array.from({ length: 20 }, () => tokens.token()))
  expect(new Set(got)).toEqual(new Set(['token-1']))
  expect(endpoint.forms).toHaveLength(1)
})

test('a token that was refused is fetched anew', async () => {
  const endpoint = await openTokenEndpoint(countedTokens())
  const tokens = createTokenSource(clientCredentials(endpoint.url))
  await tokens.token()
  expect(await tokens.token(true)).toBe('token-2')
  tokens.forget()
  expect(await tokens.token()).toBe('token-3')
})

test.each([
  ['setup', 401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.'],
  ['setup', 400, 'unauthorized_client', 'Client is unauthorized to retrieve access tokens'],
  ['setup', 400, 'invalid_grant', 'Invalid JWT Signature.'],
  ['setup', 404, 'not_found', 'no such tenant'],
  ['unreachable', 429, 'slow_down', 'too many requests'],
  ['unreachable', 503, 'temporarily_unavailable', 'try again later'],
  ['unreachable', 400, 'temporarily_unavailable', 'try again later'],
] as const)('%s is what %i %s means', async (failure, status, error, description) => {
  const endpoint = await openTokenEndpoint(refusedToken(status, error, description))
  const tokens = createTokenSource(clientCredentials(endpoint.url))
  await expect(tokens.token()).rejects.toMatchObject({
    name: 'TokenFailed',
    failure,
    message: `${new URL(endpoint.url).host} answered ${status} ${error}: ${description}`,
  })
})

test.each([
  ['setup', { status: 200, body: '<html>Sign in</html>' }],
  ['setup', { status: 200, body: { access_token: '' } }],
  ['setup', { status: 302, body: '' }],
  ['unreachable', { status: 502, body: '<html>Bad gateway</html>' }],
] as const)('%s is what %j means', async (failure, answer) => {
  const endpoint = await openTokenEndpoint(() => answer)
  const tokens = createTokenSource(clientCredentials(endpoint.url))
  await expect(tokens.token()).rejects.toMatchObject({ failure })
})

test('an endpoint that is down is unreachable, and the next call tries again', async () => {
  let isUp = false
  const up = countedTokens()
  const endpoint = await openTokenEndpoint(() => (isUp ? up() : { status: 500, body: '' }))
  const tokens = createTokenSource(clientCredentials(endpoint.url))
  await expect(tokens.token()).rejects.toMatchObject({ failure: 'unreachable' })
  isUp = true
  expect(await tokens.token()).toBe('token-1')

  const nowhere = createTokenSource(clientCredentials('http://127.0.0.1:9/token'))
  await expect(nowhere.token()).rejects.toMatchObject({
    failure: 'unreachable',
    message: expect.stringContaining('127.0.0.1:9 did not answer'),
  })
})

test('an endpoint that never answers is given up', async () => {
  const endpoint = await openTokenEndpoint(() => 'silence')
  const tokens = createTokenSource(clientCredentials(endpoint.url), { fetchTimeoutMs: 50 })
  await expect(tokens.token()).rejects.toMatchObject({ failure: 'unreachable' })
})

test('no secret is repeated, whatever the endpoint says', async () => {
  const endpoint = await openTokenEndpoint((form) => ({
    status: 401,
    body: { error: 'invalid_client', error_description: `not ${form.get('client_secret')}` },
  }))
  const tokens = createTokenSource(clientCredentials(endpoint.url))
  await expect(tokens.token()).rejects.toThrow(/answered 401 invalid_client: not \*\*\*$/)
})
