/** Rows in columns below their headers, for a terminal. Trailing spaces are left out. */
export function table<const Headers extends readonly string[]>(
  headers: Headers,
  rows: readonly { readonly [Column in keyof Headers]: string }[],
): string {
  const lines = [headers.map((header) => header.toUpperCase()), ...rows] as readonly string[][]
  const widths = headers.map((_, n) => Math.max(...lines.map((line) => (line[n] ?? '').length)))
  return lines
    .map((line) => line.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n')
}
