'use client'

import { useOpenedLink } from './flow/use-opened-link.ts'
import { CheckYourMail as CheckYourMailPage } from './pages/check-your-mail.tsx'
import { CodeStep } from './pages/code-step.tsx'
import { ForgotPassword as ForgotPasswordPage } from './pages/forgot-password.tsx'
import { NotMe as NotMePage } from './pages/not-me.tsx'
import { ResetPassword as ResetPasswordPage } from './pages/reset-password.tsx'
import { WaitingPage } from './parts/waiting-page.tsx'
import { useWording } from './wording.ts'

export { Recovery, type RecoveryProps } from './recovery.tsx'

/** Asks for the address, and requests the email with a link and a code. */
export function ForgotPassword() {
  return <ForgotPasswordPage />
}

/** Says that the email was sent, and takes its code. */
export function CheckYourMail() {
  return <CheckYourMailPage codeStep={CodeStep} />
}

/** What a page takes that links of emails lead to. */
export type LinkPageProps = {
  /** Of the link that was opened. If absent, it is taken out of the address bar. */
  token?: string | undefined
}

/** Chooses a new password: where the link of an email leads to, and where a right code leads to. */
export function ResetPassword({ token }: LinkPageProps) {
  const t = useWording()
  const isTaken = useOpenedLink(token)
  return (
    <WaitingPage title={t('reset.title')} step={3} waits={!isTaken}>
      <ResetPasswordPage />
    </WaitingPage>
  )
}

/** "This wasn't me": where the link in the notice about a changed password leads to. */
export function NotMe({ token }: LinkPageProps) {
  const t = useWording()
  const isTaken = useOpenedLink(token)
  return (
    <WaitingPage title={t('notMe.title')} waits={!isTaken}>
      <NotMePage />
    </WaitingPage>
  )
}
