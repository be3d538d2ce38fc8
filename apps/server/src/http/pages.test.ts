import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import { fastify } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../config/config.ts'
import { boundCalls } from './bounds.ts'
import { sizeOfSvg } from './brand.ts'
import { pages } from './pages.ts'

async function openPages(environment: Record<string, string> = {}) {
  const app = fastify()
  onTestFinished(() => app.close())
  boundCalls(app, { draining: () => false })
  await app.register(cookie)
  await app.register(pages, {
    config: readConfig(environment, (path) => readFileSync(path, 'utf8')),
  })
  return (url: string, headers: Record<string, string> = {}) =>
    app.inject({ url, headers: { accept: 'text/html', ...headers } })
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
    ['/brand.css', '/logo.svg', '/favicon.svg'].map((url) => get(url)),
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
  ['/forgot-password', { 'accept-language': 'nl, de-AT;q=0.8' }, 'de', 'Passwort vergessen?'],
  ['/forgot-password', { 'accept-language': 'ar' }, 'ar', 'dir="rtl"'],
  ['/forgot-password?lang=fr', { 'accept-language': 'de' }, 'fr', 'Mot de passe oublié'],
  ['/forgot-password?ui_locales=tlh%20ja', { 'accept-language': 'de' }, 'ja', 'メールアドレス'],
  ['/sign-in', { 'accept-language': 'de', cookie: 'latchkey-lang=es' }, 'es', 'Iniciar sesión'],
  ['/sign-in?lang=klingon', { 'accept-language': 'de' }, 'de', 'Anmelden'],
  ['/sign-in?lang=fr&lang=de', { 'accept-language': 'es' }, 'es', 'Iniciar sesión'],
  ['/no-such-page', { 'accept-language': 'es' }, 'es', 'Esta página no existe'],
  ['/sign-in', { 'accept-language': 'tlh' }, 'en', 'Email address'],
])('%s with %j is sent in %s, without a script', async (url, headers, locale, text) => {
  const { body } = await (await openPages())(url, headers)
  const document = body.replace(/<script type="application\/json".*?<\/script>/s, '')
  expect(document).toContain(`<html lang="${locale}"`)
  expect(document).toContain(text)
})

test.each(['en', 'de', 'fr', 'es', 'pt-BR', 'ja', 'ar'] as const)(
  'what people read without a script is in their language: %s',
  async (locale) => {
    const { body } = await (await openPages())('/sign-in', { 'accept-language': locale })
    expect(body).toMatch(/<p id="late"[^>]*>[^<]{40,}/)
    expect(body).toMatch(/<noscript>.*<h1>[^<]+<\/h1>\s*<p>[^<]{40,}.*<\/noscript>/s)
    if (locale !== 'en') expect(body).not.toContain('This page')
  },
)

test('the HTML runs and styles nothing inline', async () => {
  const { body } = await (await openPages())('/sign-in')
  expect(body).not.toMatch(/<style|\sstyle=|\son[a-z]+=/i)
  const scripts = [...body.matchAll(/<script\b([^>]*)>/g)].map(([, attributes]) => attributes)
  expect(scripts).toEqual([
    expect.stringContaining('src="/assets/'),
    ' type="application/json" id="page-data"',
  ])
})

test('every script of a page is named in its HTML, and gives way to the style', async () => {
  const get = await openPages()
  const { body } = await get('/reset-password', { 'accept-language': 'ja' })
  const scripts = body.match(/<(?:script type="module"|link rel="modulepreload")[^>]*>/g) ?? []
  const names = scripts.map((tag) => /assets\/(.*)-[\w-]{8}\.js/.exec(tag)?.[1])
  expect(names.sort()).toEqual([
    'index',
    'reset-password',
    'rolldown-runtime',
    'shared',
    'wording-ja',
  ])
  expect(scripts.filter((tag) => !tag.includes('fetchpriority="low"'))).toEqual([])
})

test('a setting cannot end the data of the page', async () => {
  const get = await openPages({ PRODUCT_NAME: '</script><script>alert(1)' })
  const { body } = await get('/sign-in')
  expect(body).not.toContain('<script>alert')
  const [, json = ''] = body.match(/id="page-data">(.*?)<\/script>/s) ?? []
  expect(JSON.parse(json).settings.productName).toBe('</script><script>alert(1)')
})

test('only a browser that sends no session cookie is offered the sign-in before any call', async () => {
  const get = await openPages()
  expect((await get('/')).body).toContain('Sign in to')
  expect((await get('/', { cookie: 'latchkey=1' })).body).not.toContain('Sign in to')
  for (const path of ['/sign-in', '/login']) {
    expect((await get(path)).body).toContain('"isSignedOut":true')
    expect((await get(path, { cookie: 'latchkey=1' })).body).toContain('"isSignedOut":false')
  }
})

test('with SIGN_IN_URL the HTML leads there before any script runs', async () => {
  const get = await openPages({ SIGN_IN_URL: 'https://app.example.com/login?a=b&c=d' })
  for (const path of ['/', '/sign-in', '/login', '/forgot-password']) {
    expect((await get(path)).body).toContain('href="https://app.example.com/login?a=b&amp;c=d"')
  }
})

test('whatever a link adds to the address of a page, the page comes; nothing of it is in the HTML', async () => {
  const get = await openPages()
  for (const query of [
    `email=${'ada'.repeat(3_400)}`,
    'email=%E0%A4%A',
    'return_to=//evil.example&email=canary',
    'lang[]=de&lang=%00&__proto__=1',
  ]) {
    const reply = await get(`/forgot-password?${query}`)
    expect(reply.statusCode).toBe(200)
    expect(reply.body).toContain('Forgot your password?')
    expect(reply.body).not.toMatch(/evil|canary|adaada/)
  }
  expect((await get(`/${'a'.repeat(2_049)}`)).statusCode).toBe(400)
})

test('a logo is kept by browsers, and has its size in the HTML', async () => {
  const get = await openPages()
  const [, src = '', width] =
    (await get('/')).body.match(/<img[^>]*src="([^"]*)"[^>]*width="(\d+)"/) ?? []
  expect(Number(width)).toBeGreaterThan(0)
  const logo = await get(src)
  expect(logo.headers['cache-control']).toContain('immutable')
  expect((await get('/logo.svg?v=old')).headers['cache-control']).toBe('public, max-age=3600')
})

test.each([
  ['<svg width="120" height="40">', { width: 120, height: 40 }],
  ["<?xml version='1.0'?><svg viewBox='0 0 24 12' xmlns='x'>", { width: 24, height: 12 }],
  ['<svg width="100%" height="2em" viewBox="0,0,3,1">', { width: 3, height: 1 }],
  ['<svg stroke-width="2" height="9">', undefined],
  ['not a picture', undefined],
])('the size of %s', (svg, size) => {
  expect(sizeOfSvg(svg)).toEqual(size)
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
