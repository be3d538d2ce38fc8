import type { AnyAccountMap } from '@latchkey/db'
import type { Format, Making, Range } from './format.ts'

/** Reports one problem with the path of the map that it is about. */
type Report = (path: string, problem: string) => void

type Said = Pick<AnyAccountMap['password'], 'write' | 'prefix' | 'cost' | 'parameters'>

/** What a map says about a format, filled in, and everything that is wrong with it reported. */
export function makingFor(
  format: Format,
  said: Said,
  report: Report,
): Pick<Making, 'prefix' | 'cost' | 'parameters'> {
  const prefix = prefixFor(format, said, report)
  const ranges = format.parameters?.(prefix) ?? {}
  for (const name of Object.keys(said.parameters)) {
    if (!Object.hasOwn(ranges, name)) {
      report(`parameters.${name}`, `is unknown: ${said.write} has ${namesIn(ranges)}`)
    }
  }
  const parameters = Object.entries(ranges).map(([name, range]) => {
    const value = inRange(said.parameters[name], range, (problem) =>
      report(`parameters.${name}`, problem),
    )
    return [name, value] as const
  })
  return {
    prefix,
    cost: costFor({ format, prefix }, said, report),
    parameters: Object.fromEntries(parameters),
  }
}

function prefixFor({ prefixes = [] }: Format, { write, prefix }: Said, report: Report): string {
  const [usual = ''] = prefixes
  if (prefix === undefined) return usual
  if (prefixes.includes(prefix)) return prefix
  report(
    'prefix',
    prefixes.length === 0
      ? `is ${prefix}, but ${write} has no variants`
      : `is ${prefix}, but ${write} has only ${prefixes.join(', ')}`,
  )
  return usual
}

function costFor(
  { format, prefix }: { format: Format; prefix: string },
  { write, cost }: Said,
  report: Report,
): number {
  const range = format.cost?.(prefix)
  if (range) return inRange(cost, range, (problem) => report('cost', problem))
  if (cost !== undefined) {
    const instead = format.parameters ? ', it has password.parameters' : ''
    report('cost', `is ${cost}, but the cost of ${write} cannot be chosen${instead}`)
  }
  return 0
}

function inRange(given: number | undefined, range: Range, report: (problem: string) => void) {
  const { usual, least, most } = range
  if (given === undefined) return usual
  if (given >= least && given <= most) return given
  report(`is ${given}, but must be from ${least} to ${most}`)
  return usual
}

function namesIn(ranges: Record<string, Range>): string {
  return Object.keys(ranges).join(', ') || 'no parameters'
}
