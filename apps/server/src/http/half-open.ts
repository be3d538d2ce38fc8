import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { networksOf, parseClientAddress } from '@latchkey/server/parts/web'

/** A quarter of the connections that the server keeps. Those of browsers are half open for a moment only. */
const MOST = 250

/**
 * Closes connections beyond the first 250 of one network on which no request has arrived yet, so that one client cannot
 * fill the server with them. Only without trusted proxies: otherwise the peer is a proxy and not a client.
 */
export function boundHalfOpen(server: Server, most = MOST): void {
  const halfOpen = new Map<string, Set<Socket>>()
  const peers = new WeakMap<Socket, string>()
  server.on('connection', (socket: Socket) => {
    const [network] = networksOf(parseClientAddress(socket.remoteAddress))
    const name = network?.name ?? ''
    const sockets = halfOpen.get(name) ?? new Set()
    if (sockets.size >= most) return void socket.destroy()
    halfOpen.set(name, sockets.add(socket))
    peers.set(socket, name)
    socket.once('close', () => forget(socket))
  })
  server.on('request', ({ socket }) => forget(socket))

  function forget(socket: Socket): void {
    const name = peers.get(socket)
    const sockets = name === undefined ? undefined : halfOpen.get(name)
    if (name === undefined || !sockets?.delete(socket)) return
    if (sockets.size === 0) halfOpen.delete(name)
  }
}
