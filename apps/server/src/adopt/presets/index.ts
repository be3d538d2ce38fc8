import { nodePresets } from './node.ts'
import { otherPresets } from './others.ts'
import { phpPresets } from './php.ts'
import type { Marks, Preset } from './preset.ts'
import { pythonPresets } from './python.ts'
import { rubyPresets } from './ruby.ts'

/** The particular ones first: several frameworks share the marks of Rails, and of Auth.js. */
export const presets: readonly Preset[] = [
  ...otherPresets,
  ...pythonPresets,
  ...phpPresets,
  ...rubyPresets,
  ...nodePresets,
]

/** For an application that somebody wrote for itself: the names of columns and what they contain, and no more. */
const NO_PRESET = 'homegrown'

export const presetNames: readonly string[] = [...presets.map(({ name }) => name), NO_PRESET]

export function recognisePreset(tables: Marks): Preset | undefined {
  return presets.find(({ marks }) => marks(tables))
}
