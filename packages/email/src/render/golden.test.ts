import { locales } from '@latchkey/core'
import { expect, test } from 'vitest'
import { branding } from '../testing/messages.ts'
import { renderMessage, renderTestEmail } from './render-message.ts'
import { sampleMessages } from './samples.ts'

/*
 * Every mail in every language, as people get it. After a change of wording or look, write the files anew with
 * `npx -y pnpm@12 --filter @latchkey/email test -u`, and read what changed before you commit it.
 */
const support = { email: 'help@example.test' }
const mails = locales.flatMap((locale) => [
  ...sampleMessages(locale).map((message) => ({
    name: `${message.kind}.${locale}`,
    mail: renderMessage(message, { ...branding, support }),
  })),
  { name: `test.${locale}`, mail: renderTestEmail({ ...branding, support }, locale) },
])

test.each(mails)('$name says what it said', async ({ name, mail }) => {
  await expect(mail.html).toMatchFileSnapshot(`./golden/${name}.html`)
  await expect(`${mail.subject}\n\n${mail.text}\n`).toMatchFileSnapshot(`./golden/${name}.txt`)
})
