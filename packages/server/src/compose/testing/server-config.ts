import { usualLimits } from '@latchkey/core/testing'
import type { ServerConfig } from '../../config/server-config.ts'

/** Settings for a test, which says only what it is about. */
export function serverConfig(changes: Partial<ServerConfig> = {}): ServerConfig {
  return {
    databaseUrl: undefined,
    databaseDirectUrl: undefined,
    databaseSchema: 'latchkey',
    databasePooler: undefined,
    dataDir: '.data',
    accounts: undefined,
    secrets: ['x'.repeat(32)],
    smtpUrl: undefined,
    mailService: undefined,
    smtpName: 'localhost',
    smtpOauth: undefined,
    mailFrom: { name: 'Latchkey', address: 'no-reply@latchkey.test' },
    mailReplyTo: undefined,
    dkim: undefined,
    smtpConnections: 10,
    mailDomainCheck: false,
    productName: 'Latchkey',
    publicUrl: 'https://app.example.test',
    resetUrl: 'https://app.example.test/reset#token={token}',
    notMeUrl: 'https://app.example.test/not-me#token={token}',
    forgotPasswordUrl: 'https://app.example.test/forgot',
    signInPageUrl: 'https://app.example.test/login',
    support: undefined,
    brandColour: undefined,
    codeVisibility: 'subject',
    noAccountMail: true,
    signInUrl: undefined,
    policy: {
      linkLifetimeMinutes: 60,
      codeLifetimeMinutes: 10,
      password: { minLength: 8, productName: 'Latchkey' },
      defaultLocale: 'en',
      limits: usualLimits,
    },
    breachedPasswordsUrl: undefined,
    webhooks: [],
    rateLimits: true,
    ...changes,
  }
}
