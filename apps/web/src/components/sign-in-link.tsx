import type { ReactNode } from 'react'
import { useSignInElsewhere } from '../flow/return-to.ts'
import { paths } from '../paths.ts'
import { LinkWithLogin } from './link-with-login.tsx'

type SignInLinkProps = { login?: string; className?: string; children: ReactNode }

/** Leads to where people sign in: the application's page, or ours, which gets the typed address. */
export function SignInLink({ login = '', className = 'link', children }: SignInLinkProps) {
  const elsewhere = useSignInElsewhere()
  if (elsewhere) {
    return (
      <a className={className} href={elsewhere}>
        {children}
      </a>
    )
  }
  return (
    <LinkWithLogin to={paths.signIn} login={login} className={className}>
      {children}
    </LinkWithLogin>
  )
}
