/** Where the emails of a provider are read. The URL never contains the address. */
export type Webmail = { provider: string; url: string }

const providers: readonly (Webmail & { domains: readonly string[] })[] = [
  { provider: 'Gmail', url: 'https://mail.google.com/', domains: ['gmail.com', 'googlemail.com'] },
  {
    provider: 'Outlook',
    url: 'https://outlook.live.com/mail/',
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'hotmail.fr', 'hotmail.es'],
  },
  {
    provider: 'Yahoo Mail',
    url: 'https://mail.yahoo.com/',
    domains: ['yahoo.com', 'yahoo.de', 'yahoo.fr', 'yahoo.es', 'yahoo.com.br', 'ymail.com'],
  },
  { provider: 'Yahoo!メール', url: 'https://mail.yahoo.co.jp/', domains: ['yahoo.co.jp'] },
  {
    provider: 'iCloud Mail',
    url: 'https://www.icloud.com/mail/',
    domains: ['icloud.com', 'me.com', 'mac.com'],
  },
  {
    provider: 'Proton Mail',
    url: 'https://mail.proton.me/',
    domains: ['proton.me', 'protonmail.com', 'pm.me'],
  },
  { provider: 'GMX', url: 'https://www.gmx.net/', domains: ['gmx.de', 'gmx.net', 'gmx.at'] },
  { provider: 'WEB.DE', url: 'https://web.de/', domains: ['web.de'] },
  { provider: 'T-Online', url: 'https://email.t-online.de/', domains: ['t-online.de'] },
  { provider: 'Orange', url: 'https://mail.orange.fr/', domains: ['orange.fr', 'wanadoo.fr'] },
  { provider: 'La Poste', url: 'https://www.laposte.net/', domains: ['laposte.net'] },
  { provider: 'UOL', url: 'https://email.uol.com.br/', domains: ['uol.com.br', 'bol.com.br'] },
  { provider: 'AOL', url: 'https://mail.aol.com/', domains: ['aol.com'] },
]

export function webmailOf(address: string): Webmail | undefined {
  const domain = address.trim().toLowerCase().split('@').at(-1) ?? ''
  return providers.find(({ domains }) => domains.includes(domain))
}
