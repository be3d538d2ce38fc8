/** More different statements than we have; what lies beyond is sent without a name. */
const MOST_NAMES = 500

const names = new Map<string, string>()

/**
 * The name under which a connection prepares a statement, so that PostgreSQL parses and plans it once for each
 * connection and not for each call. The text of our statements is the same each time: all that varies is in the
 * parameters, or in how many there are.
 */
export function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MOST_NAMES) return known
  const name = `latchkey_${names.size}`
  names.set(text, name)
  return name
}
