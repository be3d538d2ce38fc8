import { english } from '../../texts.ts'

export const pages = english({
  'language.label': 'Language',
  'code.triesLeft': '{count, plural, one {One try left.} other {# tries left.}}',
})
