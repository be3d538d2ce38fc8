export function isLoopback(url: URL): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
}

/** Plain http is for one's own machine: anywhere else somebody on the way reads the links. */
export function isPlainAbroad(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'http:' && !isLoopback(url)
}
