import * as z from 'zod'

export const integer = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`
  return z
    .string({ error })
    .regex(/^\d{1,9}$/, { error, abort: true })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error })
}
export const port = integer(0, 65_535)

export const oneOf = <const Value extends string>(values: readonly Value[]) =>
  z.enum(values, {
    error: `must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}`,
  })
export const onOff = oneOf(['on', 'off']).transform((value) => value === 'on')

export const commaList = (value: string) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

export const ratio = z
  .string()
  .regex(/^(?:0|1|0?\.\d+|1\.0+|0\.)$/, { error: 'must be a number from 0 to 1', abort: true })
  .transform(Number)
