import type { PublicSettings } from '@latchkey/api'
import { currentFlow, loadAddressCheck, type RecoveryClient } from '@latchkey/react/app'
import { type ComponentType, type ReactNode, Suspense } from 'react'
import { BrowserRouter, matchPath, Route, Routes } from 'react-router'
import { WithLatchkey } from './components/with-latchkey.tsx'
import { type LazyPage, lazyPage } from './lazy-page.ts'
import { CodeStep } from './pages/lazy-parts.ts'
import { paths } from './paths.ts'

const signIn = lazyPage(() => import('./pages/sign-in.tsx'), 'SignIn')

type PageRoute = {
  path: string
  page: LazyPage
  /** A part of the page that is a chunk of its own, and whether the page would show it now. */
  part?: { preload: LazyPage['preload']; isNeeded: () => boolean }
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
  },
  {
    path: paths.resetPassword,
    page: lazyPage(() => import('./pages/reset-password.tsx'), 'ResetPassword'),
  },
  {
    path: paths.notMe,
    page: lazyPage(() => import('./pages/not-me.tsx'), 'NotMe'),
  },
  { path: '*', page: lazyPage(() => import('./pages/not-found.tsx'), 'NotFound') },
]

export type RouterAround = ComponentType<{ children: ReactNode }>

type RouterProps = {
  client: RecoveryClient
  settings: PublicSettings | undefined
  around?: RouterAround | undefined
}

/** A navigation is a transition: the page before stays until the code of the next one is loaded. */
export function Router({ client, settings, around: Around = BrowserRouter }: RouterProps) {
  return (
    <Around>
      {/* Outermost: what is in it is taken over in the language of the HTML, and only then gets another one. */}
      <Suspense>
        <WithLatchkey client={client} settings={settings}>
          <Routes>
            {routes.map(({ path, page: Page }) => (
              <Route key={path} path={path} element={<Page />} />
            ))}
          </Routes>
        </WithLatchkey>
      </Suspense>
    </Around>
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
