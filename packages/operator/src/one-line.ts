/** Whether a person can see that it says something: a line of nothing but invisible characters does not. */
export const saysSomething = (text: string) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text)

/** Without what would forge another line, or turn the direction of one, where the audit trail is shown. */
export const isOneLine = (text: string) => !/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(text)
