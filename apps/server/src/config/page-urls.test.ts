import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test.each([
  ['our page', {}, 'https://reset.example.com/sign-in'],
  [
    'the page of the application',
    { SIGN_IN_URL: 'https://app.example.com/login' },
    'https://app.example.com/login',
  ],
])('emails lead to %s for signing in', (_page, settings, url) => {
  const config = readConfig(
    {
      ALLOW_EXPOSED: 'mailbox,embedded-database,generated-secret',
      PUBLIC_URL: 'https://reset.example.com',
      ...settings,
    },
    () => '',
  )
  expect(config).toMatchObject({
    signInPageUrl: url,
    forgotPasswordUrl: 'https://reset.example.com/forgot-password',
  })
})
