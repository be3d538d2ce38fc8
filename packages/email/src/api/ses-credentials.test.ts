import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openMailService } from '../testing/mail-service.ts'
import { from } from '../testing/mailer.ts'
import { branding, recovery } from '../testing/messages.ts'
import { checkMailService } from './check-service.ts'
import { createServiceMailer } from './service-mailer.ts'

/* The credentials of a role, which another service of Amazon gives for the token of a machine. */

async function openRole(status: number, code: string, message = 'no') {
  const body = `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
  const headers = { 'content-type': 'text/xml' }
  const sts = await openMailService(() => ({ status, body, headers }))
  const ses = await openMailService(() => ({ status: 200, body: { MessageId: 'id-1' } }))

  const directory = await mkdtemp(join(tmpdir(), 'latchkey-role-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  onTestFinished(() => void vi.unstubAllEnvs())
  const tokenFile = join(directory, 'token')
  await writeFile(tokenFile, 'token-of-the-machine')
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) {
    vi.stubEnv(name, undefined)
  }
  vi.stubEnv('AWS_CONFIG_FILE', join(directory, 'none'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(directory, 'none'))
  vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', tokenFile)
  vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::123456789012:role/latchkey')
  vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.endpoint)

  const account = { service: 'ses', region: 'eu-west-1', endpoint: ses.endpoint } as const
  return { account, sts, ses }
}

test.each([
  [400, 'InvalidIdentityToken', 'No OpenIDConnect provider found in your account'],
  [403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity'],
])('a role that is refused by %i %s has sent nothing, and holds all email', async (...answer) => {
  const { account, sts, ses } = await openRole(...answer)
  const mailer = createServiceMailer({ account, from, branding })
  await expect(mailer.send(recovery)).rejects.toMatchObject({
    failure: 'setup',
    concerns: 'everyone',
    message: expect.stringMatching(new RegExp(`Nothing was sent\\..*${answer[2]}`)),
  })
  mailer.close()
  const { result, says } = await checkMailService(account)
  expect([result, says]).toEqual(['refused', expect.stringContaining(answer[2])])
  expect([sts.calls.length > 0, ses.calls]).toEqual([true, []])
})

test('credentials that cannot be had for the moment are had later', async () => {
  const { account, ses } = await openRole(503, 'ServiceUnavailable')
  const mailer = createServiceMailer({ account, from, branding })
  await expect(mailer.send(recovery)).rejects.toMatchObject({
    failure: 'unreachable',
    concerns: 'everyone',
    message: expect.stringContaining('Nothing was sent.'),
  })
  mailer.close()
  expect(ses.calls).toEqual([])
})
