export { ResetPassword } from '@latchkey/react/app/pages/reset-password'
