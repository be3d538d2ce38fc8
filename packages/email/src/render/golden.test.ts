import { type Locale, locales } from '@latchkey/core'
import { expect, test } from 'vitest'
import { branding } from '../testing/messages.ts'
import { renderMessage, renderTestEmail } from './render-message.ts'
import { sampleMessages } from './samples.ts'

/*
 * Every email in every language, as people get it. After a change of wording or look, update the files with
 * `npx -y pnpm@12 --filter @latchkey/email test -u`, and review the differences before you commit them.
 */
const support = { email: 'help@example.test' }
const emails = locales.flatMap((locale) => [
  ...sampleMessages(locale).map((message) => ({
    name: `${message.kind}.${locale}`,
    email: renderMessage(message, { ...branding, support }),
  })),
  {
    name: `recovery-without-code.${locale}`,
    email: renderMessage(withoutCode(locale), { ...branding, support }),
  },
  { name: `test.${locale}`, email: renderTestEmail({ ...branding, support }, locale) },
])

/** While codes are closed. */
function withoutCode(locale: Locale) {
  const recovery = sampleMessages(locale).find((message) => message.kind === 'recovery')
  const { code: _, codeExpiresAt: __, ...rest } = recovery ?? expect.unreachable()
  return rest
}

test.each(emails)('$name is unchanged', async ({ name, email }) => {
  await expect(email.html).toMatchFileSnapshot(`./golden/${name}.html`)
  await expect(`${email.subject}\n\n${email.text}\n`).toMatchFileSnapshot(`./golden/${name}.txt`)
})
