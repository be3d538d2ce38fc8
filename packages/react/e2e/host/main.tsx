import { LatchkeyProvider, useRecovery } from '@latchkey/react'
import { ForgotPassword, NotMe, Recovery, ResetPassword } from '@latchkey/react/pages'
import { createRoot } from 'react-dom/client'

/* An application that knows only the doors of the built package. Its server says which part it shows. */

const paths = { forgotPassword: '/forgot', verify: '/verify', resetPassword: '/reset' }
const pages = { ForgotPassword, NotMe, Recovery, ResetPassword, Headless }

function Headless() {
  const recovery = useRecovery()
  return <output>{recovery.step}</output>
}

const container = document.getElementById('part')
const Page = pages[container?.dataset.page as keyof typeof pages]
if (container && Page) {
  createRoot(container).render(
    <LatchkeyProvider url="/trpc" paths={paths} signInUrl="/login" headingLevel={2}>
      <Page />
    </LatchkeyProvider>,
  )
}
