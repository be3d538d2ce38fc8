import { useRef } from 'react'
import { BrowserRouter, Route, Routes } from 'react-router'
import { ShownTitle } from './components/use-heading-focus.ts'
import { ForgotPassword } from './pages/forgot-password.tsx'
import { Home } from './pages/home.tsx'
import { NotFound } from './pages/not-found.tsx'
import { ResetPassword } from './pages/reset-password.tsx'
import { SignIn } from './pages/sign-in.tsx'
import { Verify } from './pages/verify.tsx'
import { paths } from './paths.ts'

export function Router() {
  const shownTitle = useRef<string>(undefined)
  return (
    <ShownTitle value={shownTitle}>
      <BrowserRouter>
        <Routes>
          <Route path={paths.home} element={<Home />} />
          <Route path={paths.signIn} element={<SignIn />} />
          <Route path={paths.login} element={<SignIn />} />
          <Route path={paths.forgotPassword} element={<ForgotPassword />} />
          <Route path={paths.verify} element={<Verify />} />
          <Route path={paths.resetPassword} element={<ResetPassword />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </BrowserRouter>
    </ShownTitle>
  )
}
