import type { CommonPasswords } from '@latchkey/core'

/** The list of `@zxcvbn-ts/language-common` (49 233 entries), most common first, all in lower case. */
export async function loadCommonPasswords(): Promise<CommonPasswords> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}
