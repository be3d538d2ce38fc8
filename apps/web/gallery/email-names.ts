/** The kinds of emails, as in `Message` of the domain. */
export const emailNames = [
  'recovery',
  'password-changed',
  'no-password',
  'no-account',
  'link-issued',
  'reset-required',
] as const
