import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../packages.ts'

/** A block of code in a document. */
export type Fence = {
  document: string
  line: number
  /** `ts`, `tsx`, or nothing for commands. */
  language: string
  text: string
}

const fence = /^```(\w*)\n(.*?)^```$/gms

export function fencesIn(document: string): Fence[] {
  const page = readFileSync(join(root, document), 'utf8')
  return [...page.matchAll(fence)].map(({ index, 1: language = '', 2: text = '' }) => ({
    document,
    line: page.slice(0, index).split('\n').length,
    language,
    text,
  }))
}
