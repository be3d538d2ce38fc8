import type { ReactNode } from 'react'
import { useLatchkey } from '../context.ts'
import { useSignInElsewhere } from '../flow/return-to.ts'
import { Link } from './link.tsx'
import { LinkWithLogin } from './link-with-login.tsx'

type SignInLinkProps = { login?: string; 'data-latchkey'?: string; children: ReactNode }

/** Leads to where people sign in: the application's page, or ours, which gets the typed address. */
export function SignInLink(props: SignInLinkProps) {
  const { login = '', 'data-latchkey': name = 'link', children } = props
  const { navigation } = useLatchkey()
  const elsewhere = useSignInElsewhere()
  if (elsewhere) {
    return (
      <Link href={elsewhere} data-latchkey={name}>
        {children}
      </Link>
    )
  }
  // Nobody said where people sign in.
  if (navigation.href('signIn') === undefined) return null
  return (
    <LinkWithLogin to="signIn" login={login} data-latchkey={name}>
      {children}
    </LinkWithLogin>
  )
}
