import type { Localized } from './wording.ts'

export const CODE_DIGITS = 6

/** Finds the code in typed, pasted or filled-in text: `123 456`, `１２３４５６`, `Your code is 123-456.` */
export function codeIn(text: string): string | undefined {
  const runs = plainDigits(text).match(/\d(?:[\s\p{Pd}]?\d)*/gu) ?? []
  const codes = new Set(runs.map((run) => run.replace(/\D/g, '')).filter(hasCodeLength))
  const [code] = codes
  return codes.size === 1 ? code : undefined
}

/** What is wrong with a text in which there is no code. */
export function codeFormatError(typed: string): Localized {
  if (typed.trim() === '') return (t) => t('code.missing')
  const digits = countDigits(typed)
  if (digits === 0) return (t) => t('code.notDigits')
  return digits > CODE_DIGITS ? (t) => t('code.tooLong') : (t) => t('code.tooShort')
}

function countDigits(text: string): number {
  return plainDigits(text).replace(/\D/g, '').length
}

function plainDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, digitValue)
}

/** Unicode has the ten digits of a script in a row. NFKC has turned those of other widths and styles into ASCII. */
function digitValue(digit: string): string {
  const point = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(point - value - 1))) value += 1
  return String(value)
}

function hasCodeLength(digits: string): boolean {
  return digits.length === CODE_DIGITS
}
