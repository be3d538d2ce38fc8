/** The addresses of the pages. The pages, the server that serves them and the links to them read this table. */
export const pagePaths = {
  home: '/',
  forgotPassword: '/forgot-password',
  verify: '/verify',
  resetPassword: '/reset-password',
  notMe: '/not-me',
  signIn: '/sign-in',
  login: '/login',
} as const
