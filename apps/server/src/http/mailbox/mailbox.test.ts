import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMailbox } from '@latchkey/server/parts/worker'
import { fastify } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { mailboxRoutes } from './routes.ts'

const branding = {
  productName: 'Ada & Co',
  publicUrl: 'http://localhost:3000',
  signInUrl: 'http://localhost:3000/sign-in',
  forgotPasswordUrl: 'http://localhost:3000/forgot-password',
}

async function openMailbox() {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-mailbox-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const mailbox = createMailbox(folder, branding)
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(mailboxRoutes, {
    mailbox,
    productName: branding.productName,
    sender: 'no-reply@example.test',
  })
  const get = (url: string) => app.inject({ url })
  return { mailbox, get }
}

const email = { kind: 'test', to: 'bea@example.test', subject: 'A <test>', text: 'Hello', html: '' }

const pause = () => new Promise((resolve) => setTimeout(resolve, 5))

test('an empty mailbox says what to do', async () => {
  const { get } = await openMailbox()
  const { body } = await get('/mailbox')
  expect(body).toContain('No emails yet')
  expect(body).toContain('href="/forgot-password"')
})

test('the newest email is shown beside the list, under the name and logo of the product', async () => {
  const { mailbox, get } = await openMailbox()
  mailbox.keep({ id: 'one', ...email })
  await pause()
  mailbox.keep({ id: 'two', ...email, subject: 'Another' })
  const { body } = await get('/mailbox')
  expect(body).toContain('<img src="/logo.svg" alt="">Ada &amp; Co</a>')
  expect(body).toContain('From <bdi>no-reply@example.test</bdi> to <bdi>bea@example.test</bdi>')
  expect(body).toContain('A &lt;test&gt;')
  expect(body).toContain('<iframe src="/mailbox/two"')
  expect(body.indexOf('data-id="two"')).toBeLessThan(body.indexOf('data-id="one"'))
})

test('an email that was chosen is shown in each way', async () => {
  const { mailbox, get } = await openMailbox()
  mailbox.keep({ id: 'one', ...email, html: '<head></head><p>Hi' })
  await pause()
  mailbox.keep({ id: 'two', ...email })
  expect((await get('/mailbox?id=one')).body).toContain('<iframe src="/mailbox/one"')
  expect((await get('/mailbox?id=one&view=text')).body).toContain('>Hello</pre>')
  expect((await get('/mailbox?id=one&view=source')).body).toContain('&lt;p&gt;Hi</pre>')
  expect((await get('/mailbox?id=gone&view=nonsense')).body).toContain('<iframe src="/mailbox/two"')
})

test('the search looks in addresses, subjects, codes and texts', async () => {
  const { mailbox, get } = await openMailbox()
  mailbox.keep({ id: 'one', ...email })
  mailbox.keep({ id: 'two', ...email, to: 'ada@example.test' })
  const found = async (q: string) =>
    [...(await get(`/mailbox?q=${q}`)).body.matchAll(/<li data-id="(\w+)"/g)].map(([, id]) => id)
  expect(await found('ADA')).toEqual(['two'])
  expect((await found('hello')).sort()).toEqual(['one', 'two'])
  const { body } = await get('/mailbox?q=%3Cnobody')
  expect(body).toContain('No email contains &ldquo;&lt;nobody&rdquo;')
  expect(body).toContain('Show all 2')
})

test('an email may be framed by the mailbox only, runs nothing, and opens its links in new tabs', async () => {
  const { mailbox, get } = await openMailbox()
  mailbox.keep({ id: 'one', ...email, html: '<html><head></head><p>Hi' })
  const { body, headers } = await get('/mailbox/one')
  expect(headers['content-security-policy']).toMatch(
    /default-src 'none'.*frame-ancestors 'self'; sandbox/,
  )
  expect(headers['content-security-policy']).not.toContain('allow-scripts')
  expect(body).toBe('<html><head><base target="_blank"></head><p>Hi')
})
