import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-loaded-'))
let testbed: Testbed
beforeAll(async () => {
  testbed = await openTestbed()
})
afterAll(async () => {
  await testbed.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What a server and its worker load until an email has left. */
async function loadedBy(name: string, settings: Record<string, string>): Promise<string[]> {
  const list = join(folder, `${name}.txt`)
  const spy = join(folder, `${name}.mjs`)
  writeFileSync(
    spy,
    `import { appendFileSync } from 'node:fs'
     import { registerHooks } from 'node:module'
     registerHooks({
       load(url, context, next) {
         appendFileSync(${JSON.stringify(list)}, url + '\\n')
         return next(url, context)
       },
     })`,
  )
  const server = await testbed.start({
    NODE_OPTIONS: `--import=${pathToFileURL(spy)}`,
    ...settings,
  })
  await testbed.addAccount(`${name}@example.test`)
  await call(server, 'recovery.request', { email: `${name}@example.test` })
  await testbed.postOffice.emailTo(`${name}@example.test`)
  expect(await server.kill('SIGTERM')).toBe(0)
  const loaded = readFileSync(list, 'utf8').split('\n')
  expect(loaded.length).toBeGreaterThan(5)
  // As source, and as the bundle that CI runs.
  return loaded.filter((url) => /start-telemetry|@opentelemetry[+/](?!api)/.test(url))
}

test('without settings for it, nothing of the SDK is loaded, in neither thread', async () => {
  const off = await loadedBy('off', { OTEL_SERVICE_NAME: 'unused' })
  expect(off).toEqual([])
  const disabled = await loadedBy('disabled', {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    OTEL_SDK_DISABLED: 'true',
  })
  expect(disabled).toEqual([])
  // The test would see it.
  const on = await loadedBy('on', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })
  expect(on.filter((url) => /start-telemetry/.test(url)).length).toBeGreaterThanOrEqual(2)
})
