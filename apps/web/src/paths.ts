/** Every address of this app and its neighbours, once. */
export const paths = {
  home: '/',
  forgotPassword: '/forgot-password',
  verify: '/verify',
  resetPassword: '/reset-password',
  notMe: '/not-me',
  signIn: '/sign-in',
  login: '/login',
  api: '/trpc',
  logo: '/logo.svg',
} as const
