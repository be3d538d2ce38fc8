import { type WellKnownServer, wellKnownServer } from './well-known.ts'

/** The services that have settings of their own, by their names in the library's list. */
export const mailPresets = { gmail: 'Gmail', brevo: 'Brevo' } as const

export type MailPreset = keyof typeof mailPresets

/** A preset is short for an `SMTP_URL`: from here on there is one way to a mail server, with one set of rules. */
export function presetSmtpUrl(preset: MailPreset, user: string, password: string): string {
  const { host, port, secure } = presetServer(preset)
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return `${secure ? 'smtps' : 'smtp'}://${credentials}@${host}:${port}`
}

/** Whether this address is known to belong to a service other than the preset's, as `ada@outlook.com` to Outlook. */
export function belongsElsewhere(address: string, preset: MailPreset): boolean {
  const own = wellKnownServer(address.slice(address.lastIndexOf('@')))
  return own !== undefined && own.host !== presetServer(preset).host
}

function presetServer(preset: MailPreset): WellKnownServer {
  const server = wellKnownServer(mailPresets[preset])
  if (!server) throw new Error(`The mail library no longer knows ${mailPresets[preset]}.`)
  return server
}
