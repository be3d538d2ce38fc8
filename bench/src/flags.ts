import { parseArgs } from 'node:util'

export type Flags = {
  only: string[] | undefined
  rounds: number
  seconds: number
  accounts: number
  grown: number
  connections: number
  docs: boolean
}

const help = (measures: readonly string[]) => `
pnpm bench [flags]

  --only ask,verify     these measures alone: ${measures.join(', ')}
  --rounds 3            times each is measured, interleaved with its rivals
  --seconds 4           seconds of load each time
  --accounts 10000      accounts in the databases
  --grown 1000000       accounts (and live secrets, and waiting jobs) of the growth measure; 10000000 takes an hour
  --connections 32
  --docs                also write the tables into docs/performance.md; those of other measures stay

BENCH_DATABASE_URL names a PostgreSQL whose user may create databases; one is started when it is absent.
`

export function readFlags(measures: readonly string[]): Flags {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '4' },
      accounts: { type: 'string', default: '10000' },
      grown: { type: 'string', default: '1000000' },
      connections: { type: 'string', default: '32' },
      docs: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(help(measures))
    process.exit(0)
  }
  const only = values.only?.split(',')
  const strange = only?.filter((name) => !measures.includes(name)) ?? []
  if (strange.length > 0) {
    console.error(`No such measure: ${strange.join(', ')}\n${help(measures)}`)
    process.exit(1)
  }
  return {
    only,
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    accounts: Number(values.accounts),
    grown: Number(values.grown),
    connections: Number(values.connections),
    docs: values.docs,
  }
}
