import { locales } from '@latchkey/core'
import { readsOnWhite } from '@latchkey/email'
import * as z from 'zod'
import { emailAddress } from '../values/names.ts'
import { oneOf } from '../values/plain.ts'
import { hasCredentials, webOrigin, webOrigins } from '../values/urls.ts'
import type { Settings } from './row.ts'

/** What people see, and where they are led. */
export const pageSettings = {
  RESET_URL: {
    schema: z.string().optional(),
    about: 'address of a reset page of your own, with one `{token}`; ours when absent',
  },
  CLIENT_URL: {
    schema: webOrigin.optional(),
    about:
      'origin of your own front end, whose page `/reset-password?token=…` the links open; short for RESET_URL',
  },
  FRONTEND_URL: { schema: webOrigin.optional(), about: 'the same as CLIENT_URL' },
  SIGN_IN_URL: {
    schema: z
      .url({ protocol: /^https?$/, error: 'must be an address like https://example.com/login' })
      .refine((value) => !hasCredentials(value), {
        error: 'must not contain a user name or password: everybody can read it',
      })
      .optional(),
    about:
      'where people sign in: every page leads there, and so does the email to accounts without a password; `PUBLIC_URL/sign-in` when absent',
  },
  RETURN_TO_ORIGINS: {
    schema: webOrigins.default([]),
    about:
      'origins that `?return_to=` may lead to after a recovery, separated by commas; none when absent',
  },
  PRODUCT_NAME: {
    schema: z
      .string()
      .trim()
      .max(64, { error: 'must have at most 64 characters' })
      .default('Latchkey'),
    about: 'the name of your product, in pages and emails',
  },
  BRAND_COLOR: {
    schema: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i, { error: 'must be a colour like #1f5f4a' })
      .refine((colour) => readsOnWhite(colour), {
        error: 'is too pale for white text on it; its contrast with white must be at least 4.5',
      })
      .optional(),
    about:
      'colour of buttons and links in emails, like `#1f5f4a`; dark enough for white text on it',
  },
  BRAND_DIR: {
    schema: z.string().optional(),
    about: 'folder with your own `brand.css`, `logo.svg` or `favicon.svg` for the pages',
  },
  SUPPORT_EMAIL: {
    schema: emailAddress.optional(),
    about: 'address of your support, in pages and emails',
  },
  SUPPORT_URL: {
    schema: z
      .url({ protocol: /^https?$/, error: 'must be an address like https://example.com/help' })
      .optional(),
    about: 'page of your support, instead of SUPPORT_EMAIL',
  },
  DEFAULT_LOCALE: {
    schema: oneOf(locales).default('en'),
    about: 'language for people whose account and browser name no language we have',
  },
} as const satisfies Settings
