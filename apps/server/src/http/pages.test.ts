import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fastify } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../config/config.ts'
import { pages } from './pages.ts'

async function openPages(environment: Record<string, string> = {}) {
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(pages, { config: readConfig(environment, () => '') })
  return (url: string) => app.inject({ url, headers: { accept: 'text/html' } })
}

async function folderWith(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-brand-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

test('the operator’s style comes after ours, and their logo replaces ours', async () => {
  const brand = await folderWith({ 'brand.css': ':root {}', 'logo.svg': '<svg/>', 'x.txt': 'no' })
  const get = await openPages({ BRAND_DIR: brand, PRODUCT_NAME: 'Ada & Co' })
  const { body } = await get('/sign-in')
  expect(body.indexOf('/brand.css')).toBeGreaterThan(body.indexOf('/assets/'))
  expect(body).toContain('<title>Ada &amp; Co</title>')
  const [style, logo, icon] = await Promise.all(
    ['/brand.css', '/logo.svg', '/favicon.svg'].map(get),
  )
  expect(style?.headers['content-type']).toContain('text/css')
  expect(logo?.body).toBe('<svg/>')
  expect(icon?.body).toContain('<svg')
  expect((await get('/x.txt')).statusCode).toBe(404)
})

test('without a brand the pages are ours and load nothing else', async () => {
  const get = await openPages()
  const { body } = await get('/')
  expect(body).not.toContain('brand.css')
  expect((await get('/brand.css')).statusCode).toBe(404)
  expect((await get('/logo.svg')).body).toContain('<svg')
})

test('a brand folder that does not exist is an error at the start', async () => {
  await expect(openPages({ BRAND_DIR: '/no/such/folder' })).rejects.toThrow('BRAND_DIR')
})

test('without a script, the page shows the support address', async () => {
  const get = await openPages({ SUPPORT_EMAIL: 'help@example.com' })
  expect((await get('/sign-in')).body).toMatch(
    /<noscript>.*mailto:help@example\.com.*<\/noscript>/s,
  )
  expect((await (await openPages())('/sign-in')).body).not.toContain('Help:')
})

test('the HTML has the default language of the settings', async () => {
  const get = await openPages({ DEFAULT_LOCALE: 'ja' })
  expect((await get('/')).body).toContain('<html lang="ja"')
})

test.each([
  '/reset-password/',
  '/Reset-Password',
  '//reset-password',
  '/reset-password.',
  '/reset-password%3E',
  '/reset-password%20',
  '/reset-password%23token=Qb1cN0sFJ6Yv6m0dV2hUu9oXh3p8q4tTz1wKxR5yLeA',
  '/reset-password%2523token=Qb1cN0sFJ6Yv6m0dV2hUu9oXh3p8q4tTz1wKxR5yLeA',
  '/reset-password/Qb1cN0sFJ6Yv6m0dV2hUu9oXh3p8q4tTz1wKxR5yLeA',
  '/not-me%23token=x',
  '/VERIFY/',
])('the mangled address %s leads to the pages', async (url) => {
  const get = await openPages()
  const reply = await get(url)
  expect(reply.statusCode).toBe(200)
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(reply.body).toContain('<div id="root">')
})

test.each(['/reset-password/help', '/reset-passwords', '/verify.php', '/assets', '/x'])(
  '%s is no page',
  async (url) => {
    const get = await openPages()
    expect((await get(url)).statusCode).toBe(404)
  },
)

test('scripts are sent compressed, as built', async () => {
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(pages, { config: readConfig({}, () => '') })
  const { body } = await app.inject({ url: '/' })
  const url = body.match(/\/assets\/index-[^"]+\.js/)?.[0] ?? ''
  const reply = await app.inject({ url, headers: { 'accept-encoding': 'br' } })
  expect(reply.headers['content-encoding']).toBe('br')
  expect(reply.headers.vary).toContain('accept-encoding')
})
