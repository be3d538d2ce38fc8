import type { ReactNode } from 'react'
import { useNavigation } from '../context.ts'
import type { PageState, Place } from '../navigation.ts'
import { PageLink } from './page-link.tsx'

type LinkWithLoginProps = {
  to: Place
  login: string
  'data-latchkey'?: string
  children: ReactNode
}

/** Hands the typed address to the next page, and keeps it in this history entry, so that Back finds it again. */
export function LinkWithLogin({ login, ...link }: LinkWithLoginProps) {
  const { replaceState } = useNavigation()
  const state: PageState = { login }
  return <PageLink {...link} state={state} onFollow={() => replaceState(state)} />
}
