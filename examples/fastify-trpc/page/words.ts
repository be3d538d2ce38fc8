import type { Refusal } from '@latchkey/react'

const words: Partial<Record<Refusal['code'], string>> = {
  INVALID_OR_EXPIRED: 'That code is wrong or has expired.',
  TOO_MANY_ATTEMPTS: 'Too many wrong codes. Follow the link in the email instead.',
  INVALID_INPUT: 'Please check what you typed.',
  RATE_LIMITED: 'Please wait a little, and try again.',
}

const wordsOfReasons: Partial<Record<NonNullable<Refusal['reasons']>[number], string>> = {
  PASSWORD_TOO_SHORT: 'Choose a longer password.',
  PASSWORD_COMMON: 'This password is on a list of common ones. Choose another.',
  PASSWORD_CONTEXT: 'Choose a password without your address in it.',
}

/** What a refusal of the server means for the person who reads it. */
export function wordsFor({ code, reasons = [] }: Refusal): string {
  const [reason] = reasons
  return (reason && wordsOfReasons[reason]) ?? words[code] ?? 'That did not work. Please try again.'
}
