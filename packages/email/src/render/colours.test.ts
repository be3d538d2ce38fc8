import { expect, test } from 'vitest'
import { accentOf, contrast, parseColour, white } from './colours.ts'

test('contrast is measured as WCAG defines it', () => {
  expect(contrast(parseColour('#000000'), white)).toBeCloseTo(21)
  expect(contrast(parseColour('#777777'), white)).toBeCloseTo(4.48, 2)
  expect(contrast(white, white)).toBe(1)
})

test.each(['#000000', '#1e5b47', '#b00020', '#0b57d0', '#123456'])(
  'whatever colour %s can be read on white, its dark form can be read too',
  (accent) => {
    const { dark, onDark } = accentOf(accent)
    const colour = (css: string) => css.match(/\d+/g)?.map(Number) as [number, number, number]
    expect(contrast(colour(dark), parseColour('#1b211d'))).toBeGreaterThan(3)
    expect(contrast(colour(dark), colour(onDark))).toBeGreaterThan(4.5)
  },
)
