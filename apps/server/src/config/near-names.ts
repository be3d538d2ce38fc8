/** Names that Kubernetes makes up for every service of a namespace ("service links"). */
const serviceLink =
  /_SERVICE_(?:HOST|PORT)(?:_\w+)?$|_PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?$/

/** The shortest of these names looks like a setting: only its value tells. */
function isServiceLink(name: string, value: string): boolean {
  return serviceLink.test(name) || (name.endsWith('_PORT') && /^(?:tcp|udp|sctp):/.test(value))
}

/** Shorter names are too close to those of other programs: HOST and HOME. */
const SHORTEST = 6
const LONG = 10

/**
 * The known name that an unknown one is most likely meant to be.
 *
 * @returns `undefined` if it is known, or like none of them.
 */
export function nearestName(
  name: string,
  known: readonly string[],
  value = '',
): string | undefined {
  if (known.includes(name) || isServiceLink(name, value)) return undefined
  const plain = plainly(name)
  const same = known.find((one) => plainly(one) === plain)
  if (same !== undefined) return same
  if (name.length < SHORTEST) return undefined
  // A unit or a suffix that was left out: LINK_TTL.
  const longer = known.filter((one) => one.startsWith(`${name}_`))
  if (longer.length === 1) return longer[0]
  const most = name.length < LONG ? 1 : 2
  const near = known
    // The difference in length is the least number of edits.
    .filter((one) => Math.abs(plainly(one).length - plain.length) <= most)
    .map((one) => ({ one, edits: editsBetween(plain, plainly(one)) }))
    .sort((a, b) => a.edits - b.edits)[0]
  return near !== undefined && near.edits <= most ? near.one : undefined
}

function plainly(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editsBetween(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, j) => j)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost)
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      if (swapped) least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1)
      row.push(least)
    }
    beforeLast = last
    last = row
  }
  return last[other.length] ?? 0
}
