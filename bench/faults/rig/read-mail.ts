/** What the rig wants to know of a mail. */
export type Received = {
  messageId: string
  /** Of the link that chooses a new password. */
  token: string
  code: string
  /** Every link's, that one included. */
  tokens: string[]
}

export function readMail(raw: string): Received {
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
