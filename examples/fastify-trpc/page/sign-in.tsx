import { useEffect, useState } from 'react'
import { Form } from './form.js'
import { trpc } from './trpc.js'

export function SignIn() {
  const [email, setEmail] = useState<string>()
  const [isRefused, setIsRefused] = useState(false)

  useEffect(() => {
    void trpc.me.query().then((me) => setEmail(me?.email))
  }, [])

  if (email) return <h1>Hello, {email}</h1>
  return (
    <>
      <h1>Sign in</h1>
      {isRefused && <p role="alert">Wrong address or wrong password.</p>}
      <Form
        button="Sign in"
        onSubmit={({ email = '', password = '' }) =>
          trpc.signIn.mutate({ email, password }).then(
            (account) => setEmail(account.email),
            () => setIsRefused(true),
          )
        }
      >
        <label>
          Email address
          <input name="email" type="email" autoComplete="username" required />
        </label>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
      </Form>
      <p>
        <a href="/recover">Forgot your password?</a>
      </p>
    </>
  )
}
