import type { PublicSettings } from '@latchkey/api/server'
import { CODE_DIGITS, locales, PASSWORD_LONGEST } from '@latchkey/core'
import type { ServerConfig } from '../config/server-config.ts'
import { passwordRulesOf } from './account-parts.ts'

/** What everybody may know. */
export function publicSettings(config: ServerConfig): PublicSettings {
  return {
    productName: config.productName,
    password: passwordSettings(config),
    codeLength: CODE_DIGITS,
    locales: [...locales],
    defaultLocale: config.policy.defaultLocale,
    ...(config.support && { support: config.support }),
    mailFrom: config.mailFrom.address,
    ...(config.signInUrl && { signInUrl: config.signInUrl }),
  }
}

function passwordSettings({ policy, accounts }: ServerConfig): PublicSettings['password'] {
  const { minLength } = policy.password
  const maxBytes = accounts && passwordRulesOf(accounts).maxBytes
  return { minLength, maxLength: PASSWORD_LONGEST, ...(maxBytes !== undefined && { maxBytes }) }
}
