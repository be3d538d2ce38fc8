import { parseArgs } from 'node:util'
import type { Check } from './checks/check.ts'
import { beforeTheStart, onTheServer, withManyUsers } from './checks/index.ts'
import { checkFormats } from './formats.ts'
import type { Host } from './hosts/host.ts'
import { hosts } from './hosts/index.ts'
import { type Adoption, closeAdoptions, openAdoption } from './rig/adoption.ts'
import { installNpm, installVerifiers, missingPackages } from './rig/requirements.ts'

const help = `Adopts the users of a real application, and checks that its own sign-in goes on.

  npx -y pnpm@12 adopt:check <host>… [--only A4,A7] [--golden] [--people N]

The tables are made by the host's own migrations, the people by its own code, and every new password is judged by its
own sign-in. Ends with the number of checks that passed and failed.

  --all        every host
  --only       these checks of the list only; what they need is done without being counted
  --golden     use the expected map instead of the one that adopt writes
  --people N   how many people the host has (default 1000)
  --many       check with a million users as well, which takes minutes (A11)
  --alone      check the host by itself only
  --formats    let the libraries of many languages read what is written in each format (A17), besides the hosts
  --list       list the hosts
  --packages   list the packages of Debian that the hosts need
  --help       print this help

Exits with 1 if a check fails.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    only: { type: 'string' },
    golden: { type: 'boolean', default: false },
    many: { type: 'boolean', default: false },
    alone: { type: 'boolean', default: false },
    formats: { type: 'boolean', default: false },
    people: { type: 'string', default: '1000' },
    list: { type: 'boolean', default: false },
    packages: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

type Counts = { passed: number; failed: number }

const print = (line: string) => void process.stdout.write(`${line}\n`)

async function main(): Promise<number> {
  if (values.help) {
    print(help)
    return 0
  }
  if (values.list) {
    for (const { name, title } of hosts) print(`${name}  ${title}`)
    return 0
  }
  const unknown = positionals.filter((name) => !hosts.some((host) => host.name === name))
  const none = positionals.length === 0 && !values.all && !values.formats
  if (unknown.length > 0 || none) {
    print(`Unknown host: ${unknown.join(', ') || 'none given'}. Use --list to see all.`)
    return 1
  }
  const wanted = hosts.filter(({ name }) => values.all || positionals.includes(name))
  // The libraries that read the formats come with the hosts that use them.
  const packaged = values.formats ? hosts : wanted
  if (values.packages) {
    for (const name of new Set(packaged.flatMap(({ packages }) => packages))) print(name)
    return 0
  }
  const counts: Counts = { passed: 0, failed: 0 }
  for (const host of wanted) {
    print(`${host.name}: ${host.title}`)
    await checkHost(host, counts)
  }
  if (values.formats) {
    installVerifiers()
    const { passed, failed } = await checkFormats(print)
    counts.passed += passed
    counts.failed += failed
  }
  print(`${counts.passed} passed, ${counts.failed} failed`)
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0
}

async function checkHost(host: Host, counts: Counts): Promise<void> {
  const missing = missingPackages(host)
  if (missing.length > 0) {
    counts.failed += 1
    print(`failed  packages are missing: apt-get install ${missing.join(' ')}`)
    return
  }
  let adoption: Adoption | undefined
  try {
    installNpm(host)
    const opened = await openAdoption(host, { people: Number(values.people) })
    adoption = opened
    const run = (check: Check) => runCheck(check, opened, counts)
    for (const check of beforeTheStart) if (!values.alone || check.id === 'A0') await run(check)
    if (values.alone) return
    await opened.server.start()
    await opened.showEpoch()
    for (const check of onTheServer) await run(check)
    if (values.many) for (const check of withManyUsers) await run(check)
  } catch (error) {
    counts.failed += 1
    print(`failed  it did not go on: ${messageOf(error)}`)
  } finally {
    await adoption?.close()
  }
}

const only = values.only?.split(',')

async function runCheck(check: Check, adoption: Adoption, counts: Counts): Promise<void> {
  if (check.when?.(adoption) === false) return
  const counted = only === undefined || only.includes(check.id)
  if (!counted && !beforeTheStart.includes(check)) return
  const startedAt = performance.now()
  const failure = await check.run(adoption).then(
    () => undefined,
    (error: unknown) => messageOf(error),
  )
  // What `adopt` wrote is what the rest uses, and where it wrote nothing, the expected map.
  if (check.id === 'A1' && values.golden) adoption.useGoldenMap()
  if (!counted && failure === undefined) return
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  counts[failure === undefined ? 'passed' : 'failed'] += 1
  print(
    `${failure === undefined ? 'passed' : 'FAILED'}  ${check.id}  ${check.title} (${seconds} s)`,
  )
  if (failure !== undefined)
    print(`        ${failure.slice(0, 2_000).replaceAll('\n', '\n        ')}`)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void closeAdoptions().finally(() => process.exit(1)))
}
process.exitCode = await main()
