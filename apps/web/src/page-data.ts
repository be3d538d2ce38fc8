import type { Logo, PageData } from '@latchkey/api'
import { createContext, use } from 'react'
import { paths } from './paths.ts'

export type { PageData }

/** The id of the element that holds it, as JSON. */
const PAGE_DATA_ID = 'page-data'

export function readPageData(): PageData | undefined {
  const text = document.getElementById(PAGE_DATA_ID)?.textContent
  return text ? (JSON.parse(text) as PageData) : undefined
}

export const LogoContext = createContext<Logo>({ src: paths.logo })

export function useLogo(): Logo {
  return use(LogoContext)
}
