import { expect, test } from 'vitest'
import { outgoingMail } from './outgoing-mail.ts'
import { branding, recovery } from './testing/messages.ts'

test('no address is left for a parser to read', () => {
  const to = 'ada@example.test,eve@evil.test'
  const from = { name: 'Latchkey, Inc. <x@evil.test>', address: 'hello@mail.example.test' }
  const mail = outgoingMail({ ...recovery, to }, from, branding)
  expect(mail.from).toEqual(from)
  expect(mail.to).toEqual({ name: '', address: to })
  expect(mail.envelope).toEqual({
    from: { name: '', address: from.address },
    to: [{ name: '', address: to }],
  })
})
