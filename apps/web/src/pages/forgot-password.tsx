export { ForgotPassword } from '@latchkey/react/app/pages/forgot-password'
