/** What ALLOW_EXPOSED may name. */
export const exposable = [
  'mailbox',
  'embedded-database',
  'demo-account',
  'generated-secret',
  'metrics',
  'plain-http',
] as const

export type Exposable = (typeof exposable)[number]
