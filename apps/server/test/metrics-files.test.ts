import { readFileSync } from 'node:fs'
import { parser } from '@prometheus-io/lezer-promql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call } from './kit/calls.ts'
import { type Scrape, scrape } from './kit/scrape.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

/* The dashboard, the alerts and docs/monitoring.md are compared with the metrics of a running server. */

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

type Panel = {
  id: number
  type: string
  title: string
  description?: string
  gridPos: { h: number; w: number; x: number; y: number }
  datasource?: unknown
  targets?: { expr: string; datasource?: unknown }[]
}
const dashboard: { panels: Panel[] } & Record<string, unknown> = JSON.parse(
  read('deploy/grafana-dashboard.json'),
)
const alerts = read('deploy/prometheus-alerts.yml')
  .split(/^ {6}- alert: /m)
  .slice(1)
const document = read('docs/monitoring.md')

const queriesIn: Record<string, string[]> = {
  'deploy/grafana-dashboard.json': dashboard.panels
    .flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
    .map((expr) => expr.replaceAll('$__rate_interval', '5m')),
  'deploy/prometheus-alerts.yml': alerts.map((rule) => /^ {8}expr: (.+)$/m.exec(rule)?.[1] ?? ''),
  'docs/monitoring.md': [...document.matchAll(/```promql\n(.*?)\n```/gs)].map((m) => m[1] ?? ''),
}
const queries = Object.entries(queriesIn).flatMap(([file, all]) =>
  all.map((query) => [file, query] as const),
)

let testbed: Testbed
let scraped: Scrape

beforeAll(async () => {
  testbed = await openTestbed({
    WEBHOOK_URL: 'http://127.0.0.1:9/hook',
    WEBHOOK_SECRET: `whsec_${'A'.repeat(32)}`,
  })
  const server = await testbed.start()
  await testbed.addAccount('ada@example.test')
  await call(server, 'recovery.request', { email: 'ada@example.test' })
  scraped = await scrape(server)
})
afterAll(() => testbed.close())

/** What Prometheus itself puts on every series. */
const ownLabels = ['instance', 'job']

/** What Prometheus writes about each target of the example, by the name of its job. */
const jobs = ['deploy/prometheus.yml', 'deploy/compose/prometheus.yml'].map(
  (file) => /job_name: (\S+)/.exec(read(file))?.[1] ?? '',
)
const ownSeries: { name: string; labels: Record<string, string> }[] = jobs.map((job) => ({
  name: 'up',
  labels: { job, instance: 'web-1:3000' },
}))

type Series = { metric: string; matchers: { label: string; operator: string; value: string }[] }

/** The series in a query, and the labels it groups by. Throws if it is not PromQL. */
function seriesIn(query: string): { series: Series[]; groupedBy: string[] } {
  const series: Series[] = []
  const groupedBy: string[] = []
  parser.parse(query).iterate({
    enter({ type, node, from, to }) {
      const text = (at: { from: number; to: number } | null) =>
        at === null ? '' : query.slice(at.from, at.to)
      if (type.isError) throw new Error(`not PromQL, at ${from}: ${query}`)
      if (type.name === 'VectorSelector') {
        series.push({ metric: text(node.getChild('Identifier')), matchers: [] })
      }
      if (type.name === 'UnquotedLabelMatcher') {
        series.at(-1)?.matchers.push({
          label: text(node.getChild('LabelName')),
          operator: text(node.getChild('MatchOp')),
          value: text(node.getChild('StringLiteral')).slice(1, -1),
        })
      }
      if (type.name === 'GroupingLabels') {
        groupedBy.push(...node.getChildren('LabelName').map((label) => text(label)))
      }
      return to >= from
    },
  })
  return { series, groupedBy }
}

/** What is wrong with a query, in words. */
function faultsOf(query: string): string[] {
  const { series, groupedBy } = seriesIn(query)
  const faults = series.length === 0 ? ['has no series'] : []
  const known = new Set(ownLabels)
  for (const { metric, matchers } of series) {
    const series = [...scraped.samples, ...ownSeries].filter(({ name }) => name === metric)
    if (series.length === 0) faults.push(`there is no ${metric}`)
    for (const { labels } of series) for (const label of Object.keys(labels)) known.add(label)
    for (const { label, operator, value } of matchers) {
      const there = new Set(series.map(({ labels }) => labels[label]))
      for (const one of operator.endsWith('~') ? value.split('|') : [value]) {
        if (!there.has(one)) faults.push(`${metric} has no ${label}="${one}"`)
      }
    }
  }
  for (const label of groupedBy) if (!known.has(label)) faults.push(`nothing has a label ${label}`)
  return faults
}

test.each(queries)('%s: %s', (_, query) => {
  expect(faultsOf(query)).toEqual([])
})

test.each([
  ['sum(rate(latchkey_no_such_total[5m]))', 'there is no latchkey_no_such_total'],
  ['latchkey_resets_total{outcome="won"}', 'latchkey_resets_total has no outcome="won"'],
  ['latchkey_resets_total{kind="x"}', 'latchkey_resets_total has no kind="x"'],
  ['sum by (account) (latchkey_resets_total)', 'nothing has a label account'],
  ['latchkey_resets_total{outcome=~"changed|lost"}', 'latchkey_resets_total has no outcome="lost"'],
])('this test finds the fault in %s', (query, fault) => {
  expect(faultsOf(query)).toEqual([fault])
  expect(() => faultsOf(`${query} +`)).toThrow('not PromQL')
})

describe('the dashboard', () => {
  const shown = dashboard.panels.filter(({ type }) => type !== 'row')

  test('has a row for each concern, and panels that say what they show', () => {
    const rows = dashboard.panels.filter(({ type }) => type === 'row').map(({ title }) => title)
    expect(rows).toEqual([
      'The four numbers',
      'Email',
      'Guessing and limits',
      'Password hashing',
      'HTTP',
      'Processes',
    ])
    expect(shown.length).toBeGreaterThan(15)
    for (const panel of shown) {
      expect(panel.description).toBeTruthy()
      expect(panel.targets?.length).toBeGreaterThan(0)
    }
  })

  test('can be imported and provisioned: every panel uses the data source chosen at the top', () => {
    // Only the import dialog fills in __inputs. A file that is provisioned keeps the placeholder, and shows nothing.
    expect(dashboard).not.toHaveProperty('__inputs')
    expect(dashboard.templating).toMatchObject({
      list: [{ name: 'datasource', type: 'datasource', query: 'prometheus' }],
    })
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's own placeholder
    const chosen = { type: 'prometheus', uid: '${datasource}' }
    for (const { datasource, targets = [] } of shown) {
      for (const one of [datasource, ...targets.map((target) => target.datasource)]) {
        expect(one).toEqual(chosen)
      }
    }
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
    const places = dashboard.panels.map(({ gridPos }) => `${gridPos.x} ${gridPos.y}`)
    expect(new Set(places).size).toBe(places.length)
  })
})

describe('the alerts', () => {
  test('each has a severity, a summary and a remedy', () => {
    expect(alerts.length).toBeGreaterThanOrEqual(10)
    for (const rule of alerts) {
      expect(rule).toMatch(/^Latchkey\w+\n/)
      expect(rule).toMatch(/^ {10}severity: (?:critical|warning)$/m)
      expect(rule).toMatch(/^ {10}summary: \S.{15,}$/m)
      expect(rule).toMatch(/^ {10}description: >-\n {12}\S.{40,}/m)
    }
  })

  test('one process of several that is down is noticed, under the name of the job in each example', () => {
    const rule = alerts.find((one) => one.startsWith('LatchkeyProcessDown'))
    for (const job of jobs) expect(rule).toContain(`expr: up{job="${job}"} == 0`)
    for (const name of ['LatchkeyDown', 'LatchkeyProcessDown']) {
      expect(document).toContain(`\`${name}\``)
    }
  })

  test('the threshold of failed codes is that of the threat model', () => {
    expect(alerts.find((rule) => rule.startsWith('LatchkeyCodesGuessed'))).toContain('[1h])) > 50')
  })
})

describe('docs/monitoring.md', () => {
  const rows = [...document.matchAll(/^\| `(latchkey_\w+)` \| (\w+) \| ([^|]*)\| \S/gm)].map(
    ([, name = '', type, labels = '']) => ({
      name,
      type,
      labels: [...labels.matchAll(/`(\w+)`/g)].map((match) => match[1]).sort(),
    }),
  )

  test('names every metric with its type, and no other', () => {
    const exposed = [...scraped.text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
    const byName = (rows: { name: string }[]) => rows.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    expect(byName(rows.map(({ name, type }) => ({ name, type })))).toEqual(
      byName(exposed.map(([, name = '', type]) => ({ name, type }))),
    )
  })

  test('names the labels of each', () => {
    for (const { name, labels } of rows) {
      const series = scraped.samples.filter((one) =>
        [name, `${name}_bucket`, `${name}_count`].includes(one.name),
      )
      const there = new Set(series.flatMap((one) => Object.keys(one.labels)))
      there.delete('le')
      if (series.length > 0) expect([name, ...[...there].sort()]).toEqual([name, ...labels])
    }
  })

  test('names every value of our own labels', () => {
    const own = ['outcome', 'kind', 'secret', 'limit', 'state']
    for (const { name, labels } of scraped.samples.filter((one) =>
      /_(?:total|depth)$/.test(one.name),
    )) {
      const row = document.split('\n').find((line) => line.startsWith(`| \`${name}\` |`))
      for (const [label, value] of Object.entries(labels)) {
        if (own.includes(label)) expect(row).toContain(`\`${value}\``)
      }
    }
  })
})
