import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { type PageState, useReplacePageState } from '../page-state.ts'

type LinkWithLoginProps = { to: string; login: string; className?: string; children: ReactNode }

/** Hands the typed address to the next page, and keeps it in this history entry, so that Back finds it again. */
export function LinkWithLogin({ to, login, className = 'link', children }: LinkWithLoginProps) {
  const replacePageState = useReplacePageState()
  const state: PageState = { login }
  return (
    <Link className={className} to={to} state={state} onClick={() => replacePageState(state)}>
      {children}
    </Link>
  )
}
