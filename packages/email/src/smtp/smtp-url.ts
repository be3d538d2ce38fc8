/** What the address of a mail server says, or why it cannot be read. */
export type ParsedSmtpUrl =
  | {
      ok: true
      host: string
      port: number
      secure: boolean
      auth?: { user: string; pass: string }
    }
  | { ok: false; reason: string }

const protocols: Record<string, { secure: boolean; port: number }> = {
  'smtp:': { secure: false, port: 587 },
  'smtps:': { secure: true, port: 465 },
}

/** The reasons never repeat the URL: it holds a password, and they are logged. */
export function parseSmtpUrl(url: string): ParsedSmtpUrl {
  if (/[\s\p{Cc}]/u.test(url)) return no('contains a space or a control character')
  if (!URL.canParse(url)) {
    return no('is not a URL; special characters in user name and password must be percent-encoded')
  }

  const parts = new URL(url)
  const protocol = protocols[parts.protocol]
  if (!protocol) return no('must start with smtp:// or smtps://')

  const host = parts.hostname.replace(/^\[(.*)\]$/, '$1')
  if (host === '') return no('names no host')
  if (!/^[\w.:-]+$/.test(host)) return no('names a host that is not a host name')
  if (parts.search || parts.hash || !['', '/'].includes(parts.pathname)) {
    return no('must end after the host and port; options in the URL are not supported')
  }

  const port = parts.port === '' ? protocol.port : Number(parts.port)
  if (port === 0) return no('names port 0')
  if (port === 465 && !protocol.secure) return no('uses port 465, which needs smtps://')

  const server = { ok: true, host, port, secure: protocol.secure } as const
  if (parts.username === '' && parts.password === '') return server

  const user = percentDecoded(parts.username)
  const pass = percentDecoded(parts.password)
  if (!user || !pass) return no('needs both a user name and a password, percent-encoded')
  return { ...server, auth: { user, pass } }
}

function no(what: string): ParsedSmtpUrl {
  return { ok: false, reason: `The SMTP URL ${what}.` }
}

/** Refuses control characters: NUL separates the fields of AUTH PLAIN. */
function percentDecoded(value: string): string | undefined {
  try {
    const decoded = decodeURIComponent(value)
    return /\p{Cc}/u.test(decoded) ? undefined : decoded
  } catch {
    return undefined
  }
}
