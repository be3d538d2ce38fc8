/** What the rig wants to know of a mail. */
export type Received = {
  messageId: string
  token: string
  code: string
}

export function readMail(raw: string): Received {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'))
  const messageId = /^message-id:\s*<([^>@]*)/im.exec(head)?.[1] ?? ''
  const text = raw.replace(/=\r\n/g, '').replace(/=3D/gi, '=')
  const token = /#token=([\w-]{43})/.exec(text)?.[1] ?? ''
  const code = /^one-time-code: code=(\d+)/im.exec(head)?.[1] ?? ''
  return { messageId, token, code }
}
