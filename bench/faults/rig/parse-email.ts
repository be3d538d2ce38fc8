/** The parts of an email that the experiments use. */
export type ParsedEmail = {
  messageId: string
  /** From the reset link. */
  token: string
  code: string
  /** From every link, including the reset link. */
  tokens: string[]
}

export function parseEmail(raw: string): ParsedEmail {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'))
  const text = raw.replace(/=\r\n/g, '').replace(/=3D/gi, '=')
  const first = (pattern: RegExp, within: string) => pattern.exec(within)?.[1] ?? ''
  return {
    messageId: first(/^message-id:\s*<([^>@]*)/im, head),
    token: first(/\/reset-password#token=([\w-]{43})/, text),
    code: first(/^one-time-code: code=(\d+)/im, head),
    tokens: [...text.matchAll(/#token=([\w-]{43})/g)].map(([, token = '']) => token),
  }
}
