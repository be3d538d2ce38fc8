import { until } from './until.ts'

export type Sample = { name: string; labels: Record<string, string>; value: number }

export type Scrape = {
  text: string
  samples: Sample[]
  /** The value of one series; `undefined` when it is not there. */
  value(name: string, labels?: Record<string, string>): number | undefined
  /** Every series of one metric: its labels' values, joined, and its value. */
  all(name: string): Record<string, number>
}

/** What Prometheus would read from a server on this machine. */
export async function scrape(
  server: { url: string },
  headers: Record<string, string> = {},
): Promise<Scrape> {
  const response = await fetch(`${server.url}/metrics`, { headers })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${response.status}: ${text}`)
  const samples = samplesIn(text)
  const prefixed = (name: string) => samples.filter((one) => one.name === `latchkey_${name}`)
  return {
    text,
    samples,
    value: (name, labels = {}) =>
      prefixed(name).find((one) => JSON.stringify(one.labels) === JSON.stringify(labels))?.value,
    all: (name) =>
      Object.fromEntries(
        prefixed(name).map(({ labels, value }) => [Object.values(labels).join(' '), value]),
      ),
  }
}

/** Scrapes until it shows what takes a while, such as the work of a worker. */
export async function scraped(
  server: { url: string },
  shows: (scrape: Scrape) => boolean,
): Promise<Scrape> {
  let newest: Scrape | undefined
  return until(
    async () => {
      newest = await scrape(server)
      return shows(newest) ? newest : undefined
    },
    () => `It never showed:\n${newest?.text}`,
  )
}

function samplesIn(text: string): Sample[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return lines.map((line) => {
    const parts = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line)
    if (!parts) throw new Error(`not a sample: ${line}`)
    const [, name = '', pairs = '', value] = parts
    const labels = [...pairs.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)]
    return {
      name,
      labels: Object.fromEntries(labels.map(([, label, text]) => [label, text])),
      value: Number(value?.replace('Inf', 'Infinity')),
    }
  })
}
