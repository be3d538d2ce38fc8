import { domainOf } from '@latchkey/core'

/** The services that have settings of their own. */
export const mailPresets = {
  gmail: { host: 'smtp.gmail.com', port: 465, secure: true },
  brevo: { host: 'smtp-relay.brevo.com', port: 587, secure: false },
} as const satisfies Record<string, { host: string; port: number; secure: boolean }>

export type MailPreset = keyof typeof mailPresets

/** A preset is short for an `SMTP_URL`, so that there is one way to a mail server, with one set of rules. */
export function presetSmtpUrl(preset: MailPreset, user: string, password: string): string {
  const { host, port, secure } = mailPresets[preset]
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return `${secure ? 'smtps' : 'smtp'}://${credentials}@${host}:${port}`
}

const mailboxesElsewhere: ReadonlySet<string> = new Set(
  `outlook.com hotmail.com hotmail.co.uk hotmail.de hotmail.fr live.com msn.com yahoo.com yahoo.co.uk yahoo.de
  yahoo.fr ymail.com aol.com icloud.com me.com mac.com gmx.com gmx.net gmx.de web.de t-online.de freenet.de
  proton.me protonmail.com protonmail.ch pm.me tuta.com tutanota.com tutanota.de fastmail.com fastmail.fm zoho.com
  yandex.com yandex.ru mail.ru orange.fr free.fr laposte.net bol.com.br uol.com.br bluewin.ch seznam.cz qq.com
  163.com 126.com`.split(/\s+/),
)

/** Whether an address is known to be no account at Google, as `ada@outlook.com` is at Microsoft. */
export function isNotAtGoogle(address: string): boolean {
  return mailboxesElsewhere.has(domainOf(address).toLowerCase())
}
