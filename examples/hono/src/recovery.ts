import type { Refused } from '@latchkey/server'
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { callerOf } from './caller.js'
import { latchkey } from './latchkey.js'
import { emailField, page, passwordField } from './page.js'

/* Forms that work without a script. The use cases of Latchkey are functions, which check their input and count limits. */

export const recovery = new Hono()

recovery.get('/forgot-password', (c) => c.html(askForAddress()))

recovery.post('/forgot-password', async (c) => {
  const { email } = await fieldsOf(c)
  const answer = await latchkey.recovery.request({ email: email ?? '' }, callerOf(c))
  if (answer.status === 'refused') return c.html(askForAddress(wordsFor(answer)), 400)
  const sent = html`<p role="status">If ${email} has an account, an email with a link is on its way.</p>`
  return c.html(page('Look into your email', sent))
})

recovery.get('/reset-password', async (c) => {
  const token = c.req.query('token') ?? ''
  // Spends nothing, so link scanners do no harm.
  const answer = await latchkey.recovery.verifyToken({ token }, callerOf(c))
  if (answer.status === 'refused') return c.html(askForAddress(wordsFor(answer)), 400)
  return c.html(askForPassword(token))
})

recovery.post('/reset-password', async (c) => {
  const { token = '', newPassword = '' } = await fieldsOf(c)
  const answer = await latchkey.recovery.reset({ token, newPassword }, callerOf(c))
  if (answer.status === 'changed') {
    const done = html`<p role="status">Your password was changed. <a href="/">Sign in</a></p>`
    return c.html(page('Done', done))
  }
  const words = wordsFor(answer)
  // A refused password leaves the link as it is.
  const form =
    answer.code === 'PASSWORD_REJECTED' ? askForPassword(token, words) : askForAddress(words)
  return c.html(form, 400)
})

function askForAddress(trouble = '') {
  return page(
    'Forgotten password',
    html`
      <p role="alert">${trouble}</p>
      <form method="post" action="/forgot-password">${emailField}<button type="submit">Send the email</button></form>
    `,
  )
}

function askForPassword(token: string, trouble = '') {
  return page(
    'New password',
    html`
      <p role="alert">${trouble}</p>
      <form method="post" action="/reset-password">
        <input name="token" type="hidden" value="${token}" />
        ${passwordField('New password', 'newPassword', 'new-password')}
        <button type="submit">Change the password</button>
      </form>
    `,
  )
}

async function fieldsOf(c: Context): Promise<Partial<Record<string, string>>> {
  const fields = Object.entries(await c.req.parseBody())
  return Object.fromEntries(fields.map(([name, value]) => [name, String(value)]))
}

function wordsFor({ code }: Refused): string {
  if (code === 'INVALID_OR_EXPIRED') return 'This link has expired, or was used already.'
  if (code === 'PASSWORD_REJECTED') return 'Choose a longer or a less common password.'
  if (code === 'RATE_LIMITED') return 'Please wait a little, and try again.'
  return 'That did not work. Please try again.'
}
