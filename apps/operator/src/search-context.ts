import { createContext, use } from 'react'
import type { Search } from './api.ts'

/** What was searched for last, on whatever screen people are now. In memory only: addresses are not kept in a browser. */
export type LastSearch = {
  search: Search | undefined
  /** Something has happened to people since. */
  isOld: boolean
  keep(search: Search): void
}

export const SearchContext = createContext<LastSearch | undefined>(undefined)

export function useLastSearch(): LastSearch {
  const last = use(SearchContext)
  if (!last) throw new Error('useLastSearch needs the shell')
  return last
}
