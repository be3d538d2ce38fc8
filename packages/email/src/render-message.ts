import type { Message, MessageKind } from '@latchkey/core'
import type { Branding, RenderedMail } from './rendered-mail.ts'
import { renderPasswordChanged } from './templates/password-changed.ts'
import { renderRecovery } from './templates/recovery.ts'
import { oneLine } from './words.ts'

type MessageOf<K extends MessageKind> = { [P in K]: { kind: P } & Extract<Message, { kind: P }> }[K]

const templates: {
  [K in MessageKind]: (message: MessageOf<K>, branding: Branding) => RenderedMail
} = {
  recovery: renderRecovery,
  'password-changed': renderPasswordChanged,
}

export function renderMessage<K extends MessageKind>(
  message: MessageOf<K>,
  branding: Branding,
): RenderedMail {
  const render = templates[message.kind]
  return render(message, { ...branding, productName: oneLine(branding.productName) })
}
