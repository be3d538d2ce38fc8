import type { SMTPConnectionOptions } from 'nodemailer'
import type { SmtpServer } from './connection-options.ts'
import { signInWith, type TokenSource } from './oauth-token.ts'

type Handlers = NonNullable<SMTPConnectionOptions['customAuth']>
type Context = Parameters<Handlers[string]>[0]

/**
 * How to sign in. Passwords and tokens are only sent by a method that the server offers: the library would send them
 * by PLAIN or XOAUTH2 to a server that offers neither.
 */
export function signIn({ auth }: SmtpServer, tokens: TokenSource | undefined) {
  let skipped = false
  if (tokens) {
    const options = {
      auth: { user: tokens.user, pass: '', method: 'XOAUTH2' },
      customAuth: { XOAUTH2: (context: Context) => withToken(context, tokens) },
    }
    return { options: { ...options, forceAuth: true }, skipped: () => false }
  }
  if (!auth) return { options: {}, skipped: () => false }
  const options = {
    auth,
    customAuth: {
      // The library chooses PLAIN when nothing that it knows is offered.
      PLAIN(context: Context) {
        skipped = context.authMethods.length === 0
        // Some relays need no sign-in from this network, and offer none.
        if (skipped) context.resolve()
        else withPassword(context, auth)
      },
    },
  }
  return { options: { ...options, forceAuth: true }, skipped: () => skipped }
}

function withPassword(context: Context, { user, pass }: { user: string; pass: string }): void {
  const { authMethods, sendCommand, resolve, reject } = context
  if (authMethods.includes('PLAIN')) {
    const credentials = Buffer.from(`\0${user}\0${pass}`).toString('base64')
    sendCommand(`AUTH PLAIN ${credentials}`, (_error, answer) => {
      if (answer?.status === 235) resolve()
      else reject(new Error('Invalid login'))
    })
  } else {
    reject(new Error(`The server takes no password, it offers ${authMethods.join(', ')}`))
  }
}

/** A token that the server refuses after a challenge is replaced once. */
function withToken(context: Context, tokens: TokenSource): void {
  const { authMethods, sendCommand, resolve, reject } = context
  const attempt = (renew: boolean): void => {
    tokens.token(renew).then((token) => {
      sendCommand(`AUTH XOAUTH2 ${signInWith(token, tokens.user)}`, (_error, answer) =>
        onAnswer(answer?.status, renew),
      )
    }, reject)
  }
  const onAnswer = (status: number | undefined, renewed: boolean): void => {
    if (status === 235) resolve()
    else if (status === 334)
      sendCommand('', (_error, refusal) => onRefusal(refusal?.status, renewed))
    else reject(new Error('Invalid login'))
  }
  const onRefusal = (status: number | undefined, renewed: boolean): void => {
    if (status === 235) resolve()
    else if (renewed) reject(new Error('Invalid login'))
    else attempt(true)
  }
  if (authMethods.includes('XOAUTH2')) {
    attempt(false)
  } else {
    const offered = authMethods.join(', ') || 'no way to sign in'
    reject(new Error(`The server takes no access token (XOAUTH2), it offers ${offered}`))
  }
}
