import { useLanguage } from '@latchkey/react/app'
import type { OperatorWording } from '@latchkey/wording/operator'

/** The texts of the page, in its language. */
export function useText(): OperatorWording {
  // `app.tsx` gives the provider nothing else.
  return useLanguage().t as unknown as OperatorWording
}
