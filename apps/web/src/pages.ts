import { type LazyPage, lazyPage } from './lazy-page.ts'
import { paths } from './paths.ts'

const signIn = lazyPage(async () => (await import('./pages/sign-in.tsx')).SignIn)
const notMe = lazyPage(async () => (await import('./pages/not-me.tsx')).NotMe)
const notFound = lazyPage(async () => (await import('./pages/not-found.tsx')).NotFound)

/** Which page answers which address. Each is a file of script of its own. */
const pages: ReadonlyMap<string, LazyPage> = new Map([
  [paths.home, lazyPage(async () => (await import('./pages/home.tsx')).Home)],
  [paths.signIn, signIn],
  [paths.login, signIn],
  [paths.notMe, notMe],
  [
    paths.forgotPassword,
    lazyPage(async () => (await import('./pages/forgot-password.tsx')).ForgotPassword),
  ],
  [paths.verify, lazyPage(async () => (await import('./pages/verify.tsx')).Verify)],
  [
    paths.resetPassword,
    lazyPage(async () => (await import('./pages/reset-password.tsx')).ResetPassword),
  ],
])

export function pageAt(path: string): LazyPage {
  return pages.get(path) ?? notFound
}

/** Fetches every page while the reader reads: the next step works without a wait, and offline. */
export async function preloadPages(): Promise<void> {
  await Promise.all([notFound, ...pages.values()].map((page) => page.preload()))
}
