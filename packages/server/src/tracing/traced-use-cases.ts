import { inSpan } from './in-span.ts'

type UseCases = Record<string, (...input: never[]) => Promise<unknown>>

/** Each use case in a span of its name, with the status that its caller learns. Why it refused is in the log alone. */
export function tracedUseCases<Of extends UseCases>(
  group: 'recovery' | 'session',
  useCases: Of,
): Of {
  const traced = Object.entries(useCases).map(([name, run]) => [
    name,
    (...input: never[]) =>
      inSpan(`${group}.${name}`, async (span) => {
        const outcome = await run(...input)
        const status = statusOf(outcome)
        if (status !== undefined) span.setAttribute('latchkey.status', status)
        return outcome
      }),
  ])
  return Object.fromEntries(traced) as Of
}

function statusOf(outcome: unknown): string | undefined {
  if (typeof outcome !== 'object' || outcome === null || !('status' in outcome)) return undefined
  return typeof outcome.status === 'string' ? outcome.status : undefined
}
