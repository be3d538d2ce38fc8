import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { summary } from './statistics.ts'

/*
 * The load generator, in a process of its own. It uses plain sockets and prepared request bytes, so that it takes
 * little of the two cores it shares. It keeps every latency, so percentiles are exact. With `rate`, requests are
 * scheduled, and latency counts from the scheduled time, not from the time of sending (no coordinated omission).
 */

export type Load = {
  urls: string[]
  method: 'GET' | 'POST' | 'PATCH'
  /** `{}` is replaced by the line. */
  path: string
  /** A file with one body per line or, with GET, one path parameter per line. */
  lines: string
  /** Sends each line once, then stops. */
  once: boolean
  connections: number
  seconds: number
  /** Requests per second in total. Not set: as fast as possible. */
  rate?: number | undefined
}

export type Loaded = {
  rate: number
  requests: number
  p50: number
  p90: number
  p99: number
  longest: number
  /** Answers by status; 0: no answer. */
  statuses: Record<string, number>
}

const load: Load = JSON.parse(process.argv[2] ?? '{}')
const lines = readFileSync(load.lines, 'utf8').split('\n').filter(Boolean)
const targets = load.urls.map((url) => new URL(url))
const written = targets.map(({ host }) => lines.map((line) => Buffer.from(write(host, line))))
const latencies: number[] = []
const statuses: Record<string, number> = {}
const startedAt = performance.now()
const endsAt = startedAt + load.seconds * 1000
let next = 0

function write(host: string, line: string): string {
  if (load.method === 'GET') {
    return `GET ${load.path.replace('{}', line)} HTTP/1.1\r\nhost: ${host}\r\n\r\n`
  }
  // With a parameter in the path, a line is "parameter body".
  const [part = '', rest] = load.path.includes('{}') ? line.split(' ') : ['', line]
  const body = rest ?? ''
  return `${load.method} ${load.path.replace('{}', part)} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** The next request and its scheduled time, or `undefined` after the last one. */
function due(): { line: number; at: number } | undefined {
  const now = performance.now()
  if (now >= endsAt || (load.once && next >= lines.length)) return undefined
  const line = next++
  if (load.rate === undefined) return { line: line % lines.length, at: now }
  const at = startedAt + (line * 1000) / load.rate
  return at < endsAt ? { line: line % lines.length, at } : undefined
}

function runConnection(index: number): Promise<void> {
  const target = targets[index % targets.length]
  const requests = written[index % targets.length]
  return new Promise((resolve) => {
    let socket: Socket | undefined
    let current: { line: number; at: number } | undefined
    let received = ''

    function open(): Socket {
      const opened = connect(Number(target?.port), target?.hostname)
      opened.setNoDelay(true)
      opened.setEncoding('latin1')
      opened.on('data', (chunk: string) => {
        received = received === '' ? chunk : received + chunk
        const status = answered(received)
        if (status === undefined) return
        const closes = /\r\nconnection: close\r\n/i.test(received.slice(0, 2000))
        received = ''
        count(status)
        if (closes) {
          opened.removeAllListeners('close')
          opened.destroy()
          socket = undefined
        }
        step()
      })
      opened.on('error', () => {})
      opened.on('close', () => {
        socket = undefined
        received = ''
        if (!current) return
        count('0')
        setTimeout(step, 10)
      })
      return opened
    }
    function count(status: string): void {
      if (current) latencies.push(performance.now() - current.at)
      current = undefined
      statuses[status] = (statuses[status] ?? 0) + 1
    }
    function step(): void {
      const one = due()
      if (!one) {
        socket?.destroy()
        resolve()
        return
      }
      const wait = one.at - performance.now()
      if (wait > 0) setTimeout(() => send(one), wait)
      else send(one)
    }
    function send(one: { line: number; at: number }): void {
      current = one
      socket ??= open()
      socket.write(requests?.[one.line] ?? '')
    }
    step()
  })
}

/** The status, once the answer is complete. */
function answered(text: string): string | undefined {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1]
  const complete =
    length === undefined
      ? text.startsWith('304', 9) || text.startsWith('204', 9) || text.endsWith('0\r\n\r\n')
      : text.length >= head + 4 + Number(length)
  return complete ? text.slice(9, 12) : undefined
}

await Promise.all(Array.from({ length: load.connections }, (_, index) => runConnection(index)))
const took = (performance.now() - startedAt) / 1000
const result: Loaded = {
  rate: latencies.length / took,
  requests: latencies.length,
  ...summary(latencies),
  statuses,
}
process.stdout.write(JSON.stringify(result))
