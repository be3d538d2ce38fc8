/**
 * Whether a host name or address always means this machine, so that what is sent there stays on it.
 *
 * @see RFC 6761 §6.3 (`localhost` and every name below it)
 */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(host)
}
