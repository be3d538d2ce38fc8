/**
 * The address that your proxies saw: the `hops`-th from the right of `X-Forwarded-For`. What stands before it was sent by
 * the caller, who can write anything there.
 *
 * @param hops how many proxies of yours append to the header: 1 for a single load balancer.
 * @returns `undefined` if the header has fewer, which means that the call did not come through them.
 */
export function forwardedAddress(
  header: string | readonly string[] | null | undefined,
  { hops }: { hops: number },
): string | undefined {
  const addresses = [header ?? []].flat().join(',').split(',')
  const address = addresses.at(-hops)?.trim()
  return address === '' ? undefined : address
}
