/** What one look of `latchkey doctor` found. */
export type Result = {
  /** What was looked at, in a word or two. */
  check: string
  result: 'ok' | 'note' | 'warning' | 'problem'
  /** One or more sentences. */
  says: string
  todo?: string
}

type Say = (says: string, todo?: string) => Result

/** The four results of one check. */
export function resultsOf(check: string): Record<Result['result'], Say> {
  const of =
    (result: Result['result']): Say =>
    (says, todo) => ({ check, result, says, ...(todo !== undefined && { todo }) })
  return { ok: of('ok'), note: of('note'), warning: of('warning'), problem: of('problem') }
}
