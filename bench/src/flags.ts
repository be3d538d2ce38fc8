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

  --only request,verify   run only these measures: ${measures.join(', ')}
  --rounds 3              rounds per measure, alternating with the rivals
  --seconds 4             seconds of load per run
  --accounts 10000        accounts in the databases
  --grown 1000000         accounts (and valid secrets, and waiting jobs) of the growth measure; 10000000 takes an hour
  --connections 32        concurrent connections
  --docs                  also write the tables into docs/performance.md; tables of other measures stay

Set BENCH_DATABASE_URL to use your own PostgreSQL; its user must be allowed to create databases.
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
  const unknown = only?.filter((name) => !measures.includes(name)) ?? []
  if (unknown.length > 0) {
    console.error(`No such measure: ${unknown.join(', ')}\n${help(measures)}`)
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
