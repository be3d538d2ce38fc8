import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readConfig } from '../src/config/config.ts'
import { settings } from '../src/config/settings.ts'

/* What the files in `deploy` and the image say of Latchkey is true of it. The image itself: .ci/nightly-image. */

const root = fileURLToPath(new URL('../../../', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const helm = 'deploy/helm/latchkey'

/** `    NAME: value` below a line, as far as its indentation goes. */
function settingsIn(text: string, after: RegExp): Record<string, string> {
  const [, rest = ''] = text.split(after, 2)
  const block = /^(?:[ ]+(?:[A-Z_]+:.*|#.*)\n)+/.exec(rest.replace(/^\n/, ''))?.[0] ?? ''
  return Object.fromEntries(
    [...block.matchAll(/^ +([A-Z_]+): '?(.*?)'?$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )
}

test('the settings of compose.yaml are accepted in production', () => {
  const given = settingsIn(read('deploy/compose.yaml'), /environment: &settings/)
  expect(Object.keys(given)).toContain('DATABASE_URL')
  const config = readConfig({ ...given, NODE_ENV: 'production' }, () => '')
  expect(config).toMatchObject({ port: 3000, host: '0.0.0.0', catchesEmail: false })
  expect(read('deploy/compose/prometheus.yml')).toContain(`credentials: ${config.metricsToken}`)
  expect(config.allowedHosts).toContain('latchkey')
})

test('the settings of the chart are settings, and its grace is long enough', () => {
  const values = settingsIn(read(`${helm}/values.yaml`), /^settings:$/m)
  expect(Object.keys(values)).toContain('PUBLIC_URL')
  const unknown = Object.keys(values).filter((name) => !(name in settings))
  expect(unknown).toEqual([])
  const pod = read(`${helm}/templates/_helpers.tpl`)
  // Five seconds of DRAIN_SECONDS in production, and thirty to finish.
  expect(Number(/terminationGracePeriodSeconds: (\d+)/.exec(pod)?.[1])).toBeGreaterThan(35)
  expect(pod).toContain('enableServiceLinks: false')
  expect(pod).toContain('readOnlyRootFilesystem: true')
})

test('every block of the chart is closed', () => {
  const templates = readdirSync(join(root, helm, 'templates'))
  expect(templates.length).toBeGreaterThan(3)
  for (const name of templates) {
    const text = read(`${helm}/templates/${name}`)
    const begun = text.match(/\{\{-? (?:if|range|with|define) /g)?.length ?? 0
    expect([name, text.match(/\{\{-? end -?\}\}/g)?.length ?? 0]).toEqual([name, begun])
  }
})

test('the secrets of the unit are settings that may come from a file', () => {
  const unit = read('deploy/systemd/latchkey.service')
  const files = [...unit.matchAll(/([A-Z_]+)_FILE=%d\/(\w+)/g)]
  expect(files.length).toBeGreaterThan(2)
  for (const [, name = '', credential] of files) {
    expect(Object.keys(settings)).toContain(name)
    expect(settings[name as keyof typeof settings]).toHaveProperty('secret', true)
    expect(unit).toContain(`LoadCredential=${credential}:`)
  }
})

test('proxies keep connections for less time than Latchkey does', () => {
  const { keepAliveSeconds } = readConfig({}, () => '')
  const seconds = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? Number.NaN)
  expect(seconds(read('deploy/proxy/nginx.conf'), /keepalive_timeout (\d+)s/)).toBeLessThan(
    keepAliveSeconds,
  )
  expect(seconds(read('deploy/proxy/Caddyfile'), /keepalive (\d+)s/)).toBeLessThan(keepAliveSeconds)
})

test('the image runs as another user than root, and ends with our own process', () => {
  const image = read('Dockerfile')
  const last = image.slice(image.lastIndexOf('\nFROM '))
  expect(last).toMatch(/^USER (?!0)\d+:\d+$/m)
  expect(last).toMatch(/^ENTRYPOINT \["latchkey"\]$/m)
  expect(last).toContain('HEALTHCHECK')
  expect(last).toContain('--max-semi-space-size=8')
  expect(read('.dockerignore')).toContain('**/.env')
})
