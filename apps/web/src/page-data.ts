import type { PublicSettings } from '@latchkey/api'
import { createContext, use } from 'react'
import { paths } from './paths.ts'

/** What the server writes into a page, so that the page needs no call before it is complete. */
export type PageData = {
  settings: PublicSettings
  logo: Logo
  /** The browser sent no session cookie. */
  isSignedOut: boolean
}

export type Logo = { src: string; width?: number; height?: number }

/** The id of the element that holds it, as JSON. */
export const PAGE_DATA_ID = 'page-data'

export function readPageData(): PageData | undefined {
  const text = document.getElementById(PAGE_DATA_ID)?.textContent
  return text ? (JSON.parse(text) as PageData) : undefined
}

export const LogoContext = createContext<Logo>({ src: paths.logo })

export function useLogo(): Logo {
  return use(LogoContext)
}
