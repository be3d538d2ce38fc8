type Entry<Value> = { made: Promise<Value | undefined>; bytes: number }

/**
 * Remembers what takes long to make, up to so many bytes: what was not asked for longest goes first. Callers that come
 * meanwhile share the work. Failures, and nothing, are not remembered.
 */
export function boundedCache<Value extends { bytes: Uint8Array }>(mostBytes: number) {
  const entries = new Map<string, Entry<Value>>()
  let total = 0

  function forget(key: string, { bytes }: Entry<Value>): void {
    entries.delete(key)
    total -= bytes
  }

  function remember(key: string, entry: Entry<Value>, value: Value | undefined): void {
    if (entries.get(key) !== entry) return
    if (!value) {
      forget(key, entry)
      return
    }
    entry.bytes = value.bytes.byteLength
    total += entry.bytes
    for (const [oldest, old] of entries) {
      if (total <= mostBytes) return
      forget(oldest, old)
    }
  }

  return (key: string, make: () => Promise<Value | undefined>): Promise<Value | undefined> => {
    const known = entries.get(key)
    const entry = known ?? { made: make(), bytes: 0 }
    // The newest is last.
    entries.delete(key)
    entries.set(key, entry)
    if (known === undefined) {
      entry.made.then(
        (value) => remember(key, entry, value),
        () => remember(key, entry, undefined),
      )
    }
    return entry.made
  }
}
