import { Suspense, useRef } from 'react'
import { BrowserRouter, matchPath, Route, Routes } from 'react-router'
import { ShownTitle } from './components/use-heading-focus.ts'
import { type LazyPage, lazyPage } from './lazy-page.ts'
import { paths } from './paths.ts'

const signIn = lazyPage(async () => (await import('./pages/sign-in.tsx')).SignIn)

/** Which page is shown at which address. Every page is a chunk of its own. */
const routes: readonly { path: string; page: LazyPage }[] = [
  { path: paths.home, page: lazyPage(async () => (await import('./pages/home.tsx')).Home) },
  { path: paths.signIn, page: signIn },
  { path: paths.login, page: signIn },
  {
    path: paths.forgotPassword,
    page: lazyPage(async () => (await import('./pages/forgot-password.tsx')).ForgotPassword),
  },
  { path: paths.verify, page: lazyPage(async () => (await import('./pages/verify.tsx')).Verify) },
  {
    path: paths.resetPassword,
    page: lazyPage(async () => (await import('./pages/reset-password.tsx')).ResetPassword),
  },
  { path: paths.notMe, page: lazyPage(async () => (await import('./pages/not-me.tsx')).NotMe) },
  { path: '*', page: lazyPage(async () => (await import('./pages/not-found.tsx')).NotFound) },
]

/** A navigation is a transition: the page before stays until the code of the next one is loaded. */
export function Router() {
  const shownTitle = useRef<string>(undefined)
  return (
    <ShownTitle value={shownTitle}>
      <BrowserRouter>
        <Suspense>
          <Routes>
            {routes.map(({ path, page: Page }) => (
              <Route key={path} path={path} element={<Page />} />
            ))}
          </Routes>
        </Suspense>
      </BrowserRouter>
    </ShownTitle>
  )
}

export async function preloadPage(pathname: string): Promise<void> {
  await routes.find(({ path }) => matchPath(path, pathname))?.page.preload()
}

/** Loads every page while the first one is read: the next step then needs no wait, and works offline. */
export async function preloadPages(): Promise<void> {
  await Promise.all(routes.map(({ page }) => page.preload()))
}
