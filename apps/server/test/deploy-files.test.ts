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

/** What every server in production needs, and a secret has on Kubernetes. */
const productionSettings = {
  PUBLIC_URL: 'https://login.example.com',
  MAIL_FROM: 'no-reply@example.com',
  DATABASE_URL: 'postgres://latchkey@db/latchkey',
  LATCHKEY_SECRET: 'q8Zt3vN1xW6yB0cE5rT7uI9oP2aS4dF6',
  SMTP_URL: 'smtps://user:secret-for-mail@mail.example.com',
}

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

test('every service of compose.yaml starts again, and has a place to write if it needs one', () => {
  const [, text = ''] = read('deploy/compose.yaml').split(/^(?:services|volumes):$/m)
  const services = text.split(/^ {2}(?=\w+:$)/m).slice(1)
  expect(services.length).toBeGreaterThan(4)
  for (const service of services) {
    if (service.includes('<<: *latchkey')) continue
    expect(service).toContain('restart: unless-stopped')
    // Latchkey itself writes nothing. Mailpit ended at once without a place for its database.
    if (service.includes('read_only: true')) expect(service).toContain('tmpfs: [/tmp]')
  }
})

test('compose.yaml and the unit wait for DRAIN_SECONDS and thirty more', () => {
  const { drainSeconds } = readConfig({ ...productionSettings, NODE_ENV: 'production' }, () => '')
  for (const [file, pattern] of [
    ['deploy/compose.yaml', /DRAIN_SECONDS.*\n +stop_grace_period: (\d+)s/],
    ['deploy/systemd/latchkey.service', /DRAIN_SECONDS[\s\S]*^TimeoutStopSec=(\d+)/m],
  ] as const) {
    expect(Number(pattern.exec(read(file))?.[1])).toBeGreaterThanOrEqual(drainSeconds + 30)
  }
})

test('the settings of the chart are settings', () => {
  const values = settingsIn(read(`${helm}/values.yaml`), /^settings:$/m)
  expect(Object.keys(values)).toContain('PUBLIC_URL')
  const unknown = Object.keys(values).filter((name) => !(name in settings))
  expect(unknown).toEqual([])
  const pod = read(`${helm}/templates/_helpers.tpl`)
  expect(pod).toContain('enableServiceLinks: false')
  expect(pod).toContain('readOnlyRootFilesystem: true')
})

test('no default of the chart is an example: what must be given is asked for', () => {
  const given = read(`${helm}/values.yaml`).replace(/^\s*#.*$/gm, '')
  expect(given).not.toMatch(/example|10\.0\.0\.0/)
  expect(given).toMatch(/^ {2}repository: ""$/m)
  expect(given).toMatch(/^ {2}TRUST_PROXY: ""$/m)
  const pod = read(`${helm}/templates/_helpers.tpl`)
  for (const name of ['image.repository', 'settings.PUBLIC_URL', 'settings.MAIL_FROM']) {
    expect(pod).toContain(`required "${name} is missing: `)
  }
})

test('a pod has DRAIN_SECONDS and thirty more to end', () => {
  const pod = read(`${helm}/templates/_helpers.tpl`)
  expect(pod.match(/terminationGracePeriodSeconds: (.*)/)?.[1]).toBe(
    '{{ add 30 (include "latchkey.drainSeconds" $root) }}',
  )
  const { drainSeconds } = readConfig({ ...productionSettings, NODE_ENV: 'production' }, () => '')
  expect(pod).toContain(`.Values.settings.DRAIN_SECONDS) | default "${drainSeconds}"`)
})

test('booleans of YAML reach the pods as on and off', () => {
  const pod = read(`${helm}/templates/_helpers.tpl`)
  expect(pod).toContain('ternary "on" "off" $value')
  // No setting is written without it.
  expect(pod).toContain('$written := include "latchkey.value" (list $name $value)')
  expect(pod.match(/range \$name, \$value := \$root\.Values\.settings/g)).toHaveLength(1)
})

test('only the job of the migrations gets a second secret', () => {
  const templates = readdirSync(join(root, helm, 'templates'))
  const withSecrets = templates.filter((name) =>
    /"secrets" |migrate\.existingSecret\)/.test(read(`${helm}/templates/${name}`)),
  )
  expect(withSecrets.filter((name) => name !== '_helpers.tpl')).toEqual(['migrate.yaml'])
  expect(read(`${helm}/templates/_helpers.tpl`)).toMatch(
    /\{\{- if and \$root\.Values\.migrate\.existingSecret .*\n +- name: MIGRATE\n +value: "off"/,
  )
})

test('what the documents say for Kubernetes is accepted by web servers and by workers', () => {
  const document = read('docs/operating.md')
  const given = settingsIn(document.slice(document.indexOf('## On Kubernetes')), /^settings:$/m)
  expect(Object.keys(given)).toEqual(['PUBLIC_URL', 'MAIL_FROM', 'TRUST_PROXY'])
  const [, operatorPort = ''] =
    /`OPERATOR_PORT: (\d+)` into `settings`/.exec(read('docs/operators-page.md')) ?? []
  const pods = ['web', 'workers'].map((name) => {
    const pairs = read(`${helm}/templates/${name}.yaml`).matchAll(/"((?:WORKER_)?PORT)" "(\d+)"/g)
    return Object.fromEntries([...pairs].map(([, setting, port]) => [setting, port]))
  })
  expect(pods).toEqual([{ PORT: '3000' }, { WORKER_PORT: '3000' }])
  for (const pod of pods) {
    const { TRUST_PROXY: network = '', ...rest } = given
    const written = { ...rest, TRUST_PROXY: network.replace(/ +#.*/, '') }
    const environment = { ...productionSettings, ...written, OPERATOR_PORT: operatorPort, ...pod }
    const config = readConfig({ ...environment, NODE_ENV: 'production' }, () => '')
    expect(config.operatorSite?.port).toBe(Number(operatorPort))
  }
  // The release that they install is the one whose pods they call.
  for (const text of [document, read('docs/operators-page.md')]) {
    const called = [...text.matchAll(/kubectl .*\bdeploy\/(\S+)/g)].map((match) => match[1])
    expect(new Set(called)).toEqual(new Set(['latchkey']))
  }
  expect(document).toContain('helm install latchkey deploy/helm/latchkey')
})

test('a short outage of the database takes no pod out, and pods of all kinds have the annotations', () => {
  const pod = read(`${helm}/templates/_helpers.tpl`)
  const readiness = pod.slice(pod.indexOf('readinessProbe:'))
  const seconds = (name: string) => Number(new RegExp(`${name}: (\\d+)`).exec(readiness)?.[1])
  expect(seconds('periodSeconds') * seconds('failureThreshold')).toBeGreaterThanOrEqual(30)
  expect(seconds('timeoutSeconds')).toBeGreaterThan(1)
  for (const name of readdirSync(join(root, helm, 'templates'))) {
    const text = read(`${helm}/templates/${name}`)
    const deployments = text.match(/^kind: Deployment$/gm)?.length ?? 0
    expect([name, text.match(/\.Values\.podAnnotations/g)?.length ?? 0]).toEqual([
      name,
      deployments,
    ])
  }
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
