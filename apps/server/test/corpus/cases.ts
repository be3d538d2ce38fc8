import { readFileSync } from 'node:fs'

export type Api = 'trpc' | 'rest'

/** One row of `cases.json`. `generic.ts` interprets it. */
export type Case = {
  id: string
  group: string
  title: string
  precondition: string
  input: {
    op?: string
    via?: Api[]
    body?: unknown
    bodies?: unknown[]
    raw_body?: string
    raw_bodies?: string[]
    passwords?: unknown[]
    tokens?: string[]
  }
  expect: {
    status?: number[]
    status_each?: number[]
    mail?: string
    state?: string
  }
}

const file = new URL('cases.json', import.meta.url)

export const cases: readonly Case[] = JSON.parse(readFileSync(file, 'utf8'))

/** Where the corpus expects 202, we answer 200. */
export function statusOf(wanted: number): number {
  return wanted === 202 ? 200 : wanted
}

/** Builds the long strings that the corpus describes. */
export function expand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expand)
  if (typeof value !== 'object' || value === null) return value
  if ('$repeat' in value) {
    const { text, times } = value.$repeat as { text: string; times: number }
    return text.repeat(times)
  }
  if ('$concat' in value) return (value.$concat as unknown[]).map(expand).join('')
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner)]))
}
