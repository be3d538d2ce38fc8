import type { PasswordPart } from '@latchkey/db'

/** What the columns of one account hold. */
export type StoredColumns = { [part in PasswordPart]?: string | null | undefined }

/**
 * One text for a stored password of several columns: JSON with the names of the parts. A password of one column is that
 * column's text.
 */
export function storedText(parts: readonly PasswordPart[], columns: StoredColumns): string {
  if (parts.length === 1) return columns.hash ?? ''
  return JSON.stringify(Object.fromEntries(parts.map((part) => [part, columns[part] ?? ''])))
}

/** The parts in a text that was made of several columns. `undefined`: it was not. */
export function partsOf(stored: string): Partial<Record<PasswordPart, string>> | undefined {
  if (!stored.startsWith('{"')) return undefined
  try {
    const parts: Record<string, unknown> = JSON.parse(stored)
    return Object.values(parts).every((part) => typeof part === 'string')
      ? (parts as Partial<Record<PasswordPart, string>>)
      : undefined
  } catch {
    return undefined
  }
}
