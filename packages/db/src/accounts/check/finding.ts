/** What a check of the application's tables found. */
export type Finding = {
  severity: 'problem' | 'warning' | 'note'
  /** The server cannot do its work with it, so it does not start. Only problems are. */
  isMismatch: boolean
  /** The table, or the table and its column. */
  about: string
  /** One sentence, which ends without a full stop. */
  says: string
  /** What to do about it. SQL stands on lines of its own. */
  todo?: string
}

export type Words = Omit<Finding, 'severity' | 'isMismatch'>

export function mismatch(words: Words): Finding {
  return { severity: 'problem', isMismatch: true, ...words }
}

/** Wrong, and the server works all the same. */
export function problem(words: Words): Finding {
  return { severity: 'problem', isMismatch: false, ...words }
}

export function warning(words: Words): Finding {
  return { severity: 'warning', isMismatch: false, ...words }
}

export function note(words: Words): Finding {
  return { severity: 'note', isMismatch: false, ...words }
}

/** An identifier as SQL needs it. Always between quotes: many names of columns are words of SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function quotedTable(table: string): string {
  return table.split('.').map(quoted).join('.')
}

export function listed(names: readonly string[]): string {
  if (names.length > 6) return `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
