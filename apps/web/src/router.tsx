import { type ComponentType, type ReactNode, Suspense, useRef } from 'react'
import { BrowserRouter, matchPath, Route, Routes } from 'react-router'
import { ShownTitle } from './components/use-heading-focus.ts'
import { type Waiting, WaitingPage } from './components/waiting-page.tsx'
import { currentFlow } from './flow/recovery-flow.ts'
import { type LazyPage, lazyPage } from './lazy-page.ts'
import { CodeStep } from './pages/lazy-parts.ts'
import { paths } from './paths.ts'
import { loadAddressCheck } from './use-address-check.ts'

const signIn = lazyPage(() => import('./pages/sign-in.tsx'), 'SignIn')

type PageRoute = {
  path: string
  page: LazyPage
  /** A part of the page that is a chunk of its own, and whether the page would show it now. */
  part?: { preload: LazyPage['preload']; isNeeded: () => boolean }
  /** What the server sends in place of a page that depends on what only the tab knows. */
  waiting?: Waiting
}

/** Which page is shown at which address. Every page is a chunk of its own. */
const routes: readonly PageRoute[] = [
  { path: paths.home, page: lazyPage(() => import('./pages/home.tsx'), 'Home') },
  { path: paths.signIn, page: signIn },
  { path: paths.login, page: signIn },
  {
    path: paths.forgotPassword,
    page: lazyPage(() => import('./pages/forgot-password.tsx'), 'ForgotPassword'),
  },
  {
    path: paths.verify,
    page: lazyPage(() => import('./pages/verify.tsx'), 'Verify'),
    part: { preload: CodeStep.preload, isNeeded: () => currentFlow() !== undefined },
    waiting: { title: (t) => t('verify.title'), step: 2 },
  },
  {
    path: paths.resetPassword,
    page: lazyPage(() => import('./pages/reset-password.tsx'), 'ResetPassword'),
    waiting: { title: (t) => t('reset.title'), step: 3 },
  },
  {
    path: paths.notMe,
    page: lazyPage(() => import('./pages/not-me.tsx'), 'NotMe'),
    waiting: { title: (t) => t('notMe.title') },
  },
  { path: '*', page: lazyPage(() => import('./pages/not-found.tsx'), 'NotFound') },
]

export type RouterAround = ComponentType<{ children: ReactNode }>

/** A navigation is a transition: the page before stays until the code of the next one is loaded. */
export function Router({ around: Around = BrowserRouter }: { around?: RouterAround }) {
  const shownTitle = useRef<string>(undefined)
  return (
    <ShownTitle value={shownTitle}>
      <Around>
        <Suspense>
          <Routes>
            {routes.map(({ path, page: Page, waiting }) => (
              <Route
                key={path}
                path={path}
                element={
                  <WaitingPage waiting={waiting}>
                    <Page />
                  </WaitingPage>
                }
              />
            ))}
          </Routes>
        </Suspense>
      </Around>
    </ShownTitle>
  )
}

/** Loads what a page shows now. */
export async function preloadPage(pathname: string): Promise<void> {
  const route = routes.find(({ path }) => matchPath(path, pathname))
  await Promise.all([route?.page.preload(), route?.part?.isNeeded() && route.part.preload()])
}

/** Loads every page while the first one is read: the next step then needs no wait, and works offline. */
export async function preloadPages(): Promise<void> {
  await Promise.all([
    ...routes.flatMap(({ page, part }) => [page.preload(), part?.preload()]),
    loadAddressCheck(),
  ])
}
