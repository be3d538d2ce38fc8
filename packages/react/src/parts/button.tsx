import { createElement } from 'react'
import { useLatchkey } from '../context.ts'
import type { ButtonProps } from '../slots.ts'

export function Button(props: ButtonProps) {
  return createElement(useLatchkey().slots.Button ?? 'button', props)
}
