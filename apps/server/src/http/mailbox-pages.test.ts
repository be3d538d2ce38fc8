import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMailbox } from '@latchkey/server/parts/worker'
import { fastify } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { mailboxRoutes } from './mailbox-pages.ts'

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

test('an empty mailbox says what to do', async () => {
  const { get } = await openMailbox()
  const { body } = await get('/mailbox')
  expect(body).toContain('No emails yet')
  expect(body).toContain('href="/forgot-password"')
  expect((await get('/mailbox/newest.json')).json()).toEqual({ id: '' })
})

test('an email is listed with its sender, under the name and logo of the product', async () => {
  const { mailbox, get } = await openMailbox()
  mailbox.keep({ id: 'one', ...email })
  const { body } = await get('/mailbox')
  expect(body).toContain('<img src="/logo.svg" alt="">Ada &amp; Co</a>')
  expect(body).toContain('From no-reply@example.test to bea@example.test')
  expect(body).toContain('A &lt;test&gt;')
})

test('the page knows its newest email, so that its script sees a newer one', async () => {
  const { mailbox, get } = await openMailbox()
  mailbox.keep({ id: 'one', ...email })
  expect((await get('/mailbox')).body).toContain('<main data-newest="one">')
  await new Promise((resolve) => setTimeout(resolve, 5))
  mailbox.keep({ id: 'two', ...email })
  expect((await get('/mailbox/newest.json')).json()).toEqual({ id: 'two' })
  expect((await get('/mailbox/script.js')).headers['content-type']).toContain('javascript')
})
