import { useState } from 'react'
import { LatchkeyContext, useLatchkey } from './context.ts'
import { useHeldSecret, useIsCutLink } from './flow/held-secret.ts'
import { currentFlow } from './flow/recovery-flow.ts'
import { useOpenedLink } from './flow/use-opened-link.ts'
import type { Navigation, PageState } from './navigation.ts'
import { CheckYourMail } from './pages/check-your-mail.tsx'
import { CodeStep } from './pages/code-step.tsx'
import { ForgotPassword } from './pages/forgot-password.tsx'
import { ResetPassword } from './pages/reset-password.tsx'
import { WaitingPage } from './parts/waiting-page.tsx'
import { useWording } from './wording.ts'

/** What `<Recovery/>` takes. */
export type RecoveryProps = {
  /** Of the link that was opened. If absent, it is taken out of the address bar. */
  token?: string | undefined
  /** The password was changed. `login` is the address of the account. */
  onDone?: ((login: string) => void) | undefined
}

type At = { place: 'forgotPassword' | 'verify' | 'resetPassword'; state: PageState }

/**
 * A whole recovery at one address: asks for an email, takes the code or the link, and changes the password. It needs no
 * addresses of pages and no router. A link of an email may lead to where it is shown.
 */
export function Recovery({ token, onDone }: RecoveryProps) {
  const t = useWording()
  const latchkey = useLatchkey()
  const isTaken = useOpenedLink(token)
  const secret = useHeldSecret()
  const isCut = useIsCutLink()
  const opened = isCut ? 'cut' : secret?.token
  const [seen, setSeen] = useState<string>()
  const [at, setAt] = useState<At>()
  if (isTaken && (!at || opened !== seen)) {
    setSeen(opened)
    if (opened !== undefined) setAt({ place: 'resetPassword', state: {} })
    else if (!at) setAt({ place: currentFlow() ? 'verify' : 'forgotPassword', state: {} })
  }
  const outer = latchkey.navigation

  // What this tab holds is known only in the browser.
  if (!at) {
    return (
      <WaitingPage title={t('forgot.title')} waits>
        {null}
      </WaitingPage>
    )
  }
  const navigation: Navigation = {
    // Only where people sign in is an address of its own.
    href: (place) => (place === 'signIn' ? outer.href(place) : undefined),
    go(place, options = {}) {
      const { state = {} } = options
      if (place === 'signIn' || place === 'home') {
        if (state.changed && onDone) return onDone(state.login ?? '')
        return outer.go(place, options)
      }
      setAt({ place: place === 'notMe' ? 'forgotPassword' : place, state })
    },
    state: at.state,
    replaceState: (state) => setAt({ ...at, state }),
  }
  return (
    <LatchkeyContext.Provider value={{ ...latchkey, navigation }}>
      {at.place === 'forgotPassword' && <ForgotPassword />}
      {at.place === 'verify' && <CheckYourMail codeStep={CodeStep} />}
      {at.place === 'resetPassword' && <ResetPassword />}
    </LatchkeyContext.Provider>
  )
}
