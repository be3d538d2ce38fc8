import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { importCycles, importGraph } from './kit/import-cycles.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

type Source = { path: string; text: string; imports: string[] }

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const path = join(folder, name)
      const text = readFileSync(join(root, path), 'utf8')
      const imports = [
        ...text.matchAll(/\b(?:from|import)\s+'([^']+)'|\bimport\s*\(\s*'([^']+)'/g),
      ].map(([, statically, dynamically]) => statically ?? dynamically ?? '')
      return { path, text, imports }
    })
}

const isTest = ({ path }: Source) => /\.test\.tsx?$|\/testing\/|\/e2e\//.test(path)
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** What each package may import besides its own files and Node. Everything else is forbidden. */
const mayImport: Record<string, string[]> = {
  'packages/core/src': [],
  'packages/api/src': ['@latchkey/core', '@trpc/server', 'zod'],
  'packages/operator/src': ['@latchkey/core', '@trpc/server', 'zod'],
  'packages/wording/src': ['@latchkey/core', '@messageformat/runtime', '@messageformat/core'],
  'packages/db/src': [
    '@latchkey/core',
    'kysely',
    'pg',
    '@electric-sql/pglite',
    '@opentelemetry/api',
    'zod',
  ],
  'packages/email/src': [
    '@latchkey/core',
    '@latchkey/wording',
    'html-to-text',
    'nodemailer',
    '@aws-sdk/client-sesv2',
    'standardwebhooks',
  ],
  'packages/server/src': [
    '@latchkey/core',
    '@latchkey/api',
    '@latchkey/db',
    '@latchkey/email',
    '@trpc/server',
    'fastify',
    'jose',
    'argon2',
    '@node-rs/argon2',
    '@node-rs/bcrypt',
    '@opentelemetry/api',
    'ipaddr.js',
    'negotiator',
    'jose',
    'standardwebhooks',
    'zod',
  ],
  'apps/server/src': [
    '@latchkey/core',
    '@latchkey/api',
    '@latchkey/db',
    '@latchkey/email',
    '@latchkey/operator',
    '@latchkey/server',
    '@latchkey/wording',
    '@trpc/server',
    'zod',
    'fastify',
    '@fastify/cookie',
    '@fastify/cors',
    '@fastify/static',
    '@fastify/swagger',
    'fastify-type-provider-zod',
    '@opentelemetry/api',
    '@opentelemetry/context-async-hooks',
    '@opentelemetry/core',
    '@opentelemetry/exporter-metrics-otlp-http',
    '@opentelemetry/exporter-metrics-otlp-proto',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/exporter-trace-otlp-proto',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-metrics',
    '@opentelemetry/sdk-trace',
    'pino',
    'prom-client',
    'commander',
    'csv-parse',
    'ipaddr.js',
    'uqr',
  ],
  'packages/react/src': [
    '@latchkey/api',
    '@latchkey/wording',
    '@trpc/client',
    'is-network-error',
    'react',
    '@zxcvbn-ts/core',
    '@zxcvbn-ts/language-common',
    '@zxcvbn-ts/language-en',
    '@zxcvbn-ts/language-de',
    '@zxcvbn-ts/language-fr',
    '@zxcvbn-ts/language-es-es',
    '@zxcvbn-ts/language-pt-br',
    '@zxcvbn-ts/language-ja',
    '@zxcvbn-ts/language-ar',
  ],
  'apps/web/src': [
    '@latchkey/api',
    '@latchkey/react',
    '@latchkey/wording',
    '@trpc/react-query',
    '@tanstack/react-query',
    'react',
    'react-dom',
    'react-router',
  ],
  'apps/operator/src': [
    '@latchkey/operator',
    '@latchkey/react',
    '@latchkey/wording',
    '@trpc/client',
    '@trpc/react-query',
    '@tanstack/react-query',
    'react',
    'react-dom',
    'react-router',
  ],
}

test.each(Object.entries(mayImport))('%s imports only what it may', (folder, allowed) => {
  const sources = sourcesIn(folder).filter((source) => !isTest(source))
  expect(sources.length).toBeGreaterThan(5)
  const foreign = sources.flatMap(({ path, imports }) =>
    imports
      .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
      .filter((name) => !allowed.includes(packageOf(name)))
      .map((name) => `${path} imports ${name}`),
  )
  expect(foreign).toEqual([])
})

test('core, api, operator and wording use nothing of Node, so that they run anywhere', () => {
  const users = [
    'packages/core/src',
    'packages/api/src',
    'packages/operator/src',
    'packages/wording/src',
  ]
    .flatMap(sourcesIn)
    .filter((source) => !isTest(source) && source.imports.some((name) => name.startsWith('node:')))
  expect(users.map(({ path }) => path)).toEqual([])
})

test('only tests import what is made for tests', () => {
  const users = Object.keys(mayImport)
    .flatMap(sourcesIn)
    .filter((source) => !isTest(source) && source.imports.some((name) => /testing/.test(name)))
  expect(users.map(({ path }) => path)).toEqual([])
})

test('only main.ts uses the process, and a library reads what hosts set for every library', () => {
  const users = ['apps/server/src', 'packages/server/src']
    .flatMap(sourcesIn)
    .filter((source) => !isTest(source) && /(?<![\w-])process\.\w|'node:process'/.test(source.text))
  expect(users.map(({ path }) => path)).toEqual([
    'apps/server/src/main.ts',
    'packages/server/src/config/environment.ts',
  ])
})

test('the SDK of OpenTelemetry is imported where it is loaded late, and nowhere else', () => {
  const sdk = /^@opentelemetry\/(?!api$)/
  const users = Object.keys(mayImport)
    .flatMap(sourcesIn)
    .filter((source) => !isTest(source) && source.imports.some((name) => sdk.test(name)))
  expect(users.filter(({ path }) => !path.startsWith('apps/server/src/telemetry/'))).toEqual([])
})

test('only api.ts imports the tRPC React client', () => {
  const users = ['apps/web/src', 'apps/operator/src']
    .flatMap(sourcesIn)
    .filter(
      (source) => !isTest(source) && source.imports.some((name) => name === '@trpc/react-query'),
    )
  expect(users.map(({ path }) => path)).toEqual(['apps/web/src/api.ts', 'apps/operator/src/api.ts'])
})

test('no package imports files of another by a relative path', () => {
  const reaching = Object.keys(mayImport).flatMap((folder) =>
    sourcesIn(folder).flatMap(({ path, imports }) =>
      imports
        .filter((name) => name.startsWith('.'))
        .filter((name) => relative(dirname(folder), join(dirname(path), name)).startsWith('..'))
        .map((name) => `${path} imports ${name}`),
    ),
  )
  expect(reaching).toEqual([])
})

test.each([...Object.keys(mayImport), 'apps/server/test', 'bench'])(
  'no import cycle in %s, types included',
  (folder) => {
    expect(importCycles(importGraph(sourcesIn(folder)))).toEqual([])
  },
)

test('no library is imported by its internal files, and pg-boss not at all', () => {
  const insides = [...Object.keys(mayImport), 'apps/server/test', 'bench'].flatMap((folder) =>
    sourcesIn(folder).flatMap(({ path, imports }) =>
      imports
        .filter((name) => /^(?:nodemailer\/lib|pg-boss)/.test(name))
        .map((name) => `${path} imports ${name}`),
    ),
  )
  expect(insides).toEqual([])
})

/** Templates that are whole statements. Fragments inside a built statement are not counted. */
const rawStatement =
  /\bsql(?:<[^`]*?>)?`\s*(?:select|insert|update|delete|with|set|create|alter|drop|lock|truncate)\b/gi

test('at most eight statements are written by hand instead of by Kysely’s builder', () => {
  const found = sourcesIn('packages/db/src')
    .filter((source) => !isTest(source) && !source.path.includes('/migrations/'))
    .flatMap(({ path, text }) => Array.from(text.matchAll(rawStatement), () => path))
  expect(found.length, `Statements written by hand: ${found.join(', ')}`).toBeLessThanOrEqual(8)
})

test('tests judge what happened, and not how fast: a wait has the bound of vitest.shared.ts', () => {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(root, parent)).flatMap((name) =>
      readdirSync(join(root, parent, name))
        .filter((inside) => ['src', 'test', 'e2e', 'gallery'].includes(inside))
        .map((inside) => join(parent, name, inside)),
    ),
  )
  const tests = folders.flatMap(sourcesIn).filter(({ path }) => /\.test\.tsx?$/.test(path))
  expect(tests.length).toBeGreaterThan(200)
  const hurried = tests.filter(({ text }) =>
    /\bvi\.wait(?:For|Until)\b|\.now\(\) - \w+\)\.toBeLessThan/.test(text),
  )
  expect(hurried.map(({ path }) => path)).toEqual([])

  const configs = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(root, parent), { recursive: true, encoding: 'utf8' })
      .filter((name) => /^[\w-]+\/vitest[\w.]*\.config\.ts$/.test(name))
      .map((name) => join(parent, name)),
  )
  expect(configs.length).toBeGreaterThan(10)
  const unbounded = configs.filter(
    (path) => !readFileSync(join(root, path), 'utf8').includes('...bounds'),
  )
  expect(unbounded).toEqual([])
})
