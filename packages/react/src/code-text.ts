import type { Localized } from './wording.ts'

export const CODE_DIGITS = 6

/** The zero of Arabic, Persian and Devanagari digits. NFKC turns full-width digits into ASCII. */
const zeros = [0x0660, 0x06f0, 0x0966]

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
    .replace(/\p{Nd}/gu, (digit) => {
      const point = digit.codePointAt(0) ?? 0
      const zero = zeros.find((z) => point >= z && point < z + 10)
      return zero === undefined ? digit : String(point - zero)
    })
}

function hasCodeLength(digits: string): boolean {
  return digits.length === CODE_DIGITS
}
