/** Every address of this app and its neighbours, once. */
export const paths = {
  home: '/',
  forgotPassword: '/forgot-password',
  verify: '/verify',
  resetPassword: '/reset-password',
  signIn: '/sign-in',
  login: '/login',
  api: '/trpc',
} as const
