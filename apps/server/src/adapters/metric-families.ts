/* The numbers of prom-client as values, for those who send them instead of being asked for them. */

export type Labels = Record<string, string | number>

/** `upTo`: how many were observed up to each bound, in its order, without that of infinity. */
export type HistogramPoint = {
  labels: Labels
  upTo: { bound: number; count: number }[]
  sum: number
  count: number
}

export type MetricFamily = { name: string; help: string } & (
  | { type: 'counter' | 'gauge'; points: { labels: Labels; value: number }[] }
  | { type: 'histogram'; points: HistogramPoint[] }
)

/** As prom-client's `getMetricsAsJSON` has them. */
export type Exposed = {
  name: string
  help: string
  type: unknown
  values: readonly {
    value: number
    labels: Partial<Record<string, string | number>>
    metricName?: string
  }[]
}

export function familyOf({ name, help, type, values }: Exposed): MetricFamily {
  if (type === 'histogram') return { name, help, type, points: histogramPoints(name, values) }
  return {
    name,
    help,
    type: type === 'counter' ? 'counter' : 'gauge',
    points: values.map(({ labels, value }) => ({ labels: labels as Labels, value })),
  }
}

function histogramPoints(name: string, values: Exposed['values']): HistogramPoint[] {
  const points = new Map<string, HistogramPoint>()
  for (const { metricName, value, labels } of values) {
    const { le, ...own } = labels as Labels
    const key = JSON.stringify(own)
    const point = points.get(key) ?? { labels: own, upTo: [], sum: 0, count: 0 }
    points.set(key, point)
    if (metricName === `${name}_sum`) point.sum = value
    else if (metricName === `${name}_count`) point.count = value
    else if (Number.isFinite(Number(le))) point.upTo.push({ bound: Number(le), count: value })
  }
  return [...points.values()]
}
