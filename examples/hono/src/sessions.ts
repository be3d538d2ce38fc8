import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { callerOf } from './caller.js'
import { latchkey } from './latchkey.js'
import { emailField, page, passwordField } from './page.js'

const COOKIE = 'session'

/** Signing in, with the accounts of Latchkey. With users of your own, this is what you have already. */
export const sessions = new Hono()

sessions.get('/', async (c) => {
  const session = await latchkey.sessions.current(getCookie(c, COOKIE))
  return c.html(session ? page('Welcome', html`<p>Hello, ${session.login}</p>`) : signInPage())
})

sessions.post('/', async (c) => {
  const { email, password } = await c.req.parseBody()
  const typed = { email: String(email), password: String(password) }
  const answer = await latchkey.sessions.signIn(typed, callerOf(c))
  if (answer.status === 'refused')
    return c.html(signInPage('Wrong address or wrong password.'), 401)
  const secure = process.env.NODE_ENV === 'production'
  setCookie(c, COOKIE, answer.token, { httpOnly: true, sameSite: 'Lax', secure, path: '/' })
  return c.redirect('/', 303)
})

function signInPage(trouble = '') {
  return page(
    'Sign in',
    html`
      <p role="alert">${trouble}</p>
      <form method="post" action="/">
        ${emailField} ${passwordField('Password', 'password', 'current-password')}
        <button type="submit">Sign in</button>
      </form>
      <p><a href="/forgot-password">Forgot your password?</a></p>
    `,
  )
}
