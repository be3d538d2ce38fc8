import type { PagesWording } from '@latchkey/wording'
import type { ReactNode } from 'react'
import { useLatchkey } from './context.ts'

/** A text that is rendered later, in the language of the page at that moment. */
export type Localized = (t: PagesWording) => ReactNode

/** The texts of the page, in its language. */
export function useWording(): PagesWording {
  return useLatchkey().t
}
