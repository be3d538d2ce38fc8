'use client'

import { type FormEvent, useState } from 'react'
import { trpc } from './trpc'

export function SignIn() {
  const [email, setEmail] = useState<string>()
  const [isRefused, setIsRefused] = useState(false)

  async function signIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const typed = new FormData(event.currentTarget)
    const [address, password] = [String(typed.get('email')), String(typed.get('password'))]
    try {
      setEmail((await trpc.signIn.mutate({ email: address, password })).email)
    } catch {
      setIsRefused(true)
    }
  }

  if (email) return <h1>Hello, {email}</h1>
  return (
    <>
      <h1>Sign in</h1>
      {isRefused && <p role="alert">Wrong address or wrong password.</p>}
      <form onSubmit={signIn}>
        <label>
          Email address
          <input name="email" type="email" autoComplete="username" required />
        </label>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <button type="submit">Sign in</button>
      </form>
      <p>
        <a href="/recover">Forgot your password?</a>
      </p>
    </>
  )
}
