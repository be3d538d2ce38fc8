const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Whether a column of ours for ids takes this text. */
export function isUuid(text: string): boolean {
  return uuid.test(text)
}
