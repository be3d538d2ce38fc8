import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
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

describe('with systemd', () => {
  const unit = read('deploy/systemd/latchkey.service')
  const document = read('docs/operating.md')
  const section = document.slice(
    document.indexOf('## With systemd'),
    document.indexOf('## Several'),
  )

  test('the documents make every file that the unit needs, and only secrets may be files', () => {
    expect(unit).toContain('EnvironmentFile=/etc/latchkey/settings')
    expect(unit).toContain('LoadCredential=secrets:/etc/latchkey/secrets')
    expect(section).toContain('editor settings')
    const files = [...section.matchAll(/secrets\/([A-Z_]+)/g)].map(([, name = '']) => name)
    expect(files).toEqual(expect.arrayContaining(['DATABASE_URL', 'LATCHKEY_SECRET', 'MAIL_URL']))
    for (const name of files) {
      expect(settings[name as keyof typeof settings]).toHaveProperty('secret', true)
    }
    const [, block = ''] = /```\n(PUBLIC_URL=.*?)```/s.exec(section) ?? []
    const given = Object.fromEntries(block.split('\n').map((line) => line.split('=', 2)))
    const { DATABASE_URL, LATCHKEY_SECRET, SMTP_URL } = productionSettings
    const secrets = { DATABASE_URL, LATCHKEY_SECRET, SMTP_URL }
    const config = readConfig({ ...given, ...secrets, NODE_ENV: 'production' }, () => '')
    expect(config.host).toBe('127.0.0.1')
  })

  test('the command of root and the unit start the same program with the same secrets', () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-systemd-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    // A program that prints what it is given, in the place of Node.
    const node = join(folder, 'app/node_modules/node/bin/node')
    mkdirSync(dirname(node), { recursive: true })
    writeFileSync(node, '#!/bin/sh\nprintf "%s\\n" "$@"\nenv | grep _FILE= | sort\n')
    mkdirSync(join(folder, 'etc/secrets'), { recursive: true })
    mkdirSync(join(folder, 'credentials'))
    writeFileSync(join(folder, 'etc/settings'), '')
    writeFileSync(join(folder, 'etc/secrets/MAIL_URL~'), 'left by an editor')
    for (const name of ['DATABASE_URL', 'MAIL_URL']) {
      writeFileSync(join(folder, 'etc/secrets', name), '')
      writeFileSync(join(folder, 'credentials', `secrets_${name}`), '')
    }
    const script = join(folder, 'latchkey')
    const text = read('deploy/systemd/latchkey')
      .replace('app=/opt/latchkey', `app=${folder}/app`)
      .replace('etc=/etc/latchkey', `etc=${folder}/etc`)
    writeFileSync(script, text)
    for (const file of [node, script]) chmodSync(file, 0o755)
    const run = (environment: Record<string, string>, ...given: string[]) =>
      execFileSync(script, given, {
        env: { PATH: '/usr/bin:/bin', ...environment },
        encoding: 'utf8',
      })
        .replaceAll(folder, '')
        .trim()
        .split('\n')
    const program = '/app/apps/server/bin/latchkey.js'
    expect(run({}, 'operator', '--name', 'Night shift')).toEqual([
      ...['--env-file=/etc/settings', program, 'operator', '--name', 'Night shift'],
      ...['DATABASE_URL', 'MAIL_URL'].map((name) => `${name}_FILE=/etc/secrets/${name}`),
    ])
    expect(unit).toContain(
      'SECRETS_PREFIX=%d/secrets_\nExecStart=/opt/latchkey/deploy/systemd/latchkey start',
    )
    expect(run({ SECRETS_PREFIX: `${folder}/credentials/secrets_` }, 'start')).toEqual([
      ...[program, 'start'],
      ...['DATABASE_URL', 'MAIL_URL'].map((name) => `${name}_FILE=/credentials/secrets_${name}`),
    ])
  })
})

test('proxies keep connections for less time than Latchkey does', () => {
  const { keepAliveSeconds } = readConfig({}, () => '')
  const seconds = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? Number.NaN)
  expect(seconds(read('deploy/proxy/nginx.conf'), /keepalive_timeout (\d+)s/)).toBeLessThan(
    keepAliveSeconds,
  )
  expect(seconds(read('deploy/proxy/Caddyfile'), /keepalive (\d+)s/)).toBeLessThan(keepAliveSeconds)
})

test('while the database is away, a proxy lets Latchkey answer', () => {
  const caddy = read('deploy/proxy/Caddyfile').replace(/^\s*#.*$/gm, '')
  const site = caddy.slice(caddy.indexOf('login.example.com {'))
  // The health check is red in every process then, so what finds none goes to one without a check.
  expect(site).toContain('health_uri /health/ready')
  const errors = site.slice(site.indexOf('handle_errors {'))
  expect(errors).toMatch(/\{err\.status_code\} == 503/)
  expect(errors).toMatch(/reverse_proxy @\w+ \{\s+import latchkey\s+\}/)
  expect(errors).not.toContain('health_uri')
  expect(read('deploy/proxy/nginx.conf')).not.toMatch(/^\s*proxy_next_upstream .*http_503/m)
})

test('every address that the nginx example calls for single sign-on has a location of oauth2-proxy', () => {
  const [, example = ''] = /```nginx\n(.*?)```/s.exec(read('docs/operators-page.md')) ?? []
  const called = [...example.matchAll(/(?:auth_request|error_page 401 =) (\/\S+);/g)]
  expect(called.map((match) => match[1])).toEqual(['/oauth2/auth', '/oauth2/sign_in'])
  const locations = example.split(/^(?=location )/m)
  for (const path of ['= /oauth2/auth {', '/oauth2/ {']) {
    const own = locations.find((one) => one.startsWith(`location ${path}`))
    expect(own).toContain('proxy_pass http://127.0.0.1:4180;')
  }
})

const memoryBounds = '--max-semi-space-size=8 --max-old-space-size=256'

test('the unit for systemd has the bounds on memory of the image', () => {
  const unit = read('deploy/systemd/latchkey.service')
  expect(unit).toContain(` MALLOC_ARENA_MAX=2 "NODE_OPTIONS=${memoryBounds}"`)
})

test('the image runs as another user than root, and ends with our own process', () => {
  const image = read('Dockerfile')
  const last = image.slice(image.lastIndexOf('\nFROM '))
  expect(last).toMatch(/^USER (?!0)\d+:\d+$/m)
  expect(last).toMatch(/^ENTRYPOINT \["latchkey"\]$/m)
  expect(last).toContain('HEALTHCHECK')
  expect(last).toContain(memoryBounds)
  expect(last).toContain(' MALLOC_ARENA_MAX=2 ')
  expect(read('.dockerignore')).toContain('**/.env')
})
