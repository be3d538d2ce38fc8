import { connect, createServer, type Socket } from 'node:net'

/** A wire to a server on this machine that can be cut without either end hearing of it. */
export type Wire = {
  port: number
  /** From now on nothing gets through, in either direction, and no end is told. */
  freeze(): void
  /** What was said meanwhile arrives. */
  thaw(): void
  /** Every connection breaks, and no new one is made until `restore` is called. */
  cut(): void
  restore(): void
  /** From now on every word arrives this much later, in both directions. */
  delay(ms: number): void
  close(): Promise<void>
}

export async function openWire(toPort: number): Promise<Wire> {
  const sockets = new Set<Socket>()
  let frozen = false
  let broken = false
  let delayMs = 0
  const server = createServer((near) => {
    if (broken) {
      near.destroy()
      return
    }
    const far = connect(toPort, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      // Timers of one length fire in the order they were set: nothing is overtaken.
      from.on('data', (chunk) =>
        delayMs > 0 ? setTimeout(() => to.write(chunk), delayMs) : to.write(chunk),
      )
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      if (frozen) from.pause()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    freeze() {
      frozen = true
      for (const socket of sockets) socket.pause()
    },
    thaw() {
      frozen = false
      for (const socket of sockets) socket.resume()
    },
    cut() {
      broken = true
      for (const socket of sockets) socket.destroy()
    },
    restore() {
      broken = false
    },
    delay(ms) {
      delayMs = ms
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
