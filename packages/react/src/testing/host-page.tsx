import { type ReactNode, StrictMode } from 'react'
import { LatchkeyProvider, type Locale } from '../index.ts'
import { CheckYourMail, ForgotPassword, NotMe, Recovery, ResetPassword } from '../pages.tsx'
import { openFakeServer } from './fake-server.ts'
import { clientOf } from './in-a-host.tsx'

export { loadTexts } from '../texts.ts'

const pages = { CheckYourMail, ForgotPassword, NotMe, Recovery, ResetPassword }
export type PageName = keyof typeof pages

const paths = { forgotPassword: '/forgot', verify: '/verify', resetPassword: '/reset' }

/** One page, as an application shows it. */
export function hostPage(name: PageName, locale: Locale = 'en'): ReactNode {
  const Page = pages[name]
  return (
    <StrictMode>
      <LatchkeyProvider client={clientOf(openFakeServer())} locale={locale} paths={paths}>
        <Page />
      </LatchkeyProvider>
    </StrictMode>
  )
}
