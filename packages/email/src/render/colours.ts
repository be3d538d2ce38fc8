/* Colours of emails. No colour holds a run of digits that could be mistaken for a code. */

export type Colour = readonly [red: number, green: number, blue: number]

export const white: Colour = [255, 255, 255]
const pine: Colour = [30, 91, 71]

/** The accent in a light and in a dark email, each readable on its background. */
export function accentOf(accent: string | undefined) {
  const light = accent === undefined ? pine : parseColour(accent)
  const [hue, saturation] = hueOf(light)
  const shade = (lightness: number) => css(fromHue(hue, saturation, lightness))
  return { light: css(light), dark: shade(0.74), onDark: shade(0.1) }
}

/** Whether white text is readable on this colour. */
export function readsOnWhite(accent: string): boolean {
  return contrast(parseColour(accent), white) >= 4.5
}

export function parseColour(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

/** As WCAG defines it: 1 for the same colour, 21 for black on white. */
export function contrast(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function hueOf(colour: Colour): [hue: number, saturation: number] {
  const [red, green, blue] = colour.map((channel) => channel / 255) as [number, number, number]
  const most = Math.max(red, green, blue)
  const least = Math.min(red, green, blue)
  const spread = most - least
  if (spread === 0) return [0, 0]
  const saturation = spread / (1 - Math.abs(most + least - 1))
  if (most === red) return [60 * ((green - blue) / spread), saturation]
  if (most === green) return [60 * ((blue - red) / spread + 2), saturation]
  return [60 * ((red - green) / spread + 4), saturation]
}

function fromHue(hue: number, saturation: number, lightness: number): Colour {
  const channel = (at: number) => {
    const turn = (at + hue / 30 + 12) % 12
    const reach = saturation * Math.min(lightness, 1 - lightness)
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1))))
  }
  return [channel(0), channel(8), channel(4)]
}

function css(colour: Colour): string {
  return `rgb(${colour.join(',')})`
}
