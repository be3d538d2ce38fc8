import { LanguageProvider } from '@latchkey/react/app'
import type { PagesWording } from '@latchkey/wording'
import type { OperatorWording } from '@latchkey/wording/operator'
import type { ReactNode } from 'react'

/** Gives what is tested the texts of one language. */
export function LanguageOf({
  wording,
  children,
}: {
  wording: OperatorWording
  children: ReactNode
}) {
  return (
    <LanguageProvider initial={wording as unknown as PagesWording}>{children}</LanguageProvider>
  )
}
