import { createElement } from 'react'
import { useLatchkey } from '../context.ts'
import type { LinkProps } from '../slots.ts'

export function Link(props: LinkProps) {
  return createElement(useLatchkey().slots.Link ?? 'a', props)
}
