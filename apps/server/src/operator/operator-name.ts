/** The longest name of an operator in the audit trail. */
const LONGEST = 200

/** A name as it may stand in the audit trail: in one line, and nothing that is invisible. `undefined`: it is none. */
export function operatorNameFrom(text: string): string | undefined {
  const name = text.trim()
  const isPlain = name !== '' && name.length <= LONGEST && name.isWellFormed()
  return isPlain && !/(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(name)
    ? name
    : undefined
}
