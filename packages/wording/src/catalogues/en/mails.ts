import { english } from '../../texts.ts'

export const mails = english({
  'recovery.subject': '{service}: reset your password — {words}',
})
