import { CheckYourMail } from '@latchkey/react/app/pages/check-your-mail'
import { CodeStep } from './lazy-parts.ts'

export function Verify() {
  return <CheckYourMail codeStep={CodeStep} />
}
