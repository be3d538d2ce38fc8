/* Why a file that a setting names cannot be read, in words. */

/** @returns the code of the error; `undefined` if there was none. */
export function codeOf(read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (error) {
    return codeOfError(error)
  }
}

export function codeOfError(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}

export function isAbsent(code: string): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR'
}

export function unreadable(code: string): string {
  return words[code] ?? `cannot be read (${code})`
}

const words: Record<string, string> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder; name the file in it',
  EACCES: 'cannot be read by this user',
}
