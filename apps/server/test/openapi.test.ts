import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import createClient from 'openapi-fetch'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { paths } from './generated/openapi.d.ts'
import { call } from './kit/calls.ts'
import { tokenIn } from './kit/post-office.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

let testbed: Testbed
let server: ServerProcess
let document: string

beforeAll(async () => {
  testbed = await openTestbed()
  server = await testbed.start()
  document = await (await fetch(`${server.url}/api/openapi.json`)).text()
})
afterAll(() => testbed.close())

test('the document is OpenAPI 3.1, names every REST route, and a linter finds nothing', async () => {
  const { openapi, paths: described } = JSON.parse(document)
  expect(openapi).toBe('3.1.0')
  expect(Object.keys(described).sort()).toEqual([
    '/api/auth/forgot-password',
    '/api/auth/password-reset/confirm',
    '/api/auth/password-reset/request',
    '/api/auth/reset-password',
    '/api/auth/reset-password/{token}',
    '/api/auth/validate-reset-token',
    '/api/auth/verify-reset-token/{token}',
    '/api/users/forgotPassword',
    '/api/users/resetPassword/{token}',
    '/forgot-password',
    '/reset-password',
  ])
  const config = await createConfig({ extends: ['recommended'] })
  const problems = await lintFromString({ source: document, absoluteRef: 'openapi.json', config })
  // Servers on localhost are what this one, in a test, is.
  const found = problems.filter(({ ruleId }) => ruleId !== 'no-server-example.com')
  expect(found.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([])
})

test('each call says what it does, and each act has one recommended call', () => {
  const { paths: described, tags } = JSON.parse(document)
  const calls = Object.entries<Record<string, Operation>>(described).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      act: operation.tags[0],
      aliasOf: /^Alias of `([^`]+)`/.exec(operation.description)?.[1],
    })),
  )
  const recommended = calls.filter(({ aliasOf }) => aliasOf === undefined)
  expect(recommended).toHaveLength(4)
  expect(recommended.map(({ act }) => act).sort()).toEqual(
    tags.map(({ name }: { name: string }) => name).sort(),
  )
  for (const { act, aliasOf } of calls) {
    const [call] = recommended.filter((one) => one.act === act)
    expect([undefined, call?.name]).toContain(aliasOf)
  }
})

test('every call has an example, its refusals, and the error shape', () => {
  const { paths: described, components } = JSON.parse(document)
  for (const [path, methods] of Object.entries<Record<string, Operation>>(described)) {
    for (const [method, { responses, requestBody }] of Object.entries(methods)) {
      const statuses = Object.keys(responses)
      expect(statuses, path).toEqual(expect.arrayContaining(['200', '400', '429', '503']))
      if (method === 'get') continue
      const properties = requestBody?.content['application/json'].schema.properties ?? {}
      for (const [name, field] of Object.entries(properties)) {
        expect(field.examples?.length ?? field.format?.length, `${path} ${name}`).toBeGreaterThan(0)
      }
    }
  }
  expect(components.schemas.Refusal.required).toEqual(['success', 'error', 'message', 'code'])
  expect(components.schemas.Refusal.examples).toHaveLength(1)
})

type Operation = {
  tags: string[]
  description: string
  responses: Record<string, unknown>
  requestBody?: {
    content: {
      'application/json': {
        schema: { properties: Record<string, { examples?: unknown[]; format?: string }> }
      }
    }
  }
}

test('the types that were generated from it are up to date', async () => {
  const program = fileURLToPath(new URL('./kit/openapi-types.mjs', import.meta.url))
  const generated = await new Promise<string>((resolve, reject) => {
    const child = execFile(process.execPath, [program], (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    )
    child.stdin?.end(document)
  })
  const kept = readFileSync(new URL('./generated/openapi.d.ts', import.meta.url), 'utf8')
  expect(generated, 'run: node test/kit/openapi-types.mjs, see its first lines').toBe(kept)
})

test('a client generated from it completes a reset', async () => {
  const email = 'ada@example.test'
  await testbed.addAccount(email)
  const client = createClient<paths>({ baseUrl: server.url })

  const requested = await client.POST('/api/auth/forgot-password', { body: { email } })
  expect(requested.data?.success).toBe(true)
  const token = tokenIn((await testbed.postOffice.emailTo(email)).link)
  const checked = await client.GET('/api/auth/verify-reset-token/{token}', {
    params: { path: { token } },
  })
  expect(checked.data?.login).toBe(email)

  const refused = await client.POST('/api/auth/reset-password', {
    body: { token, newPassword: 'short' },
  })
  expect(refused.error?.reasons).toContain('PASSWORD_TOO_SHORT')
  const changed = await client.POST('/api/auth/reset-password', {
    body: { token, newPassword: 'newSecurePassword123' },
  })
  expect(changed.data?.message).toBe('Password reset successful')
  const signIn = { email, password: 'newSecurePassword123' }
  expect((await call(server, 'session.signIn', signIn)).status).toBe(200)
})

test('the docs page shows the same document, with no script and nothing inline', async () => {
  const response = await fetch(`${server.url}/api/docs`)
  const html = await response.text()
  expect(response.headers.get('content-type')).toContain('text/html')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  for (const path of Object.keys(JSON.parse(document).paths)) expect(html).toContain(path)
  expect(html).not.toMatch(/<script|\sstyle=|\son\w+=|https?:\/\/(?!localhost)/)
})
