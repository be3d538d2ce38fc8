import { domainToASCII } from 'node:url'
import { deliveryAddress, parseEmailAddress } from '@latchkey/core'
import { awkwardAddresses } from '@latchkey/core/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userCommand } from '../src/cli/user.ts'
import { readConfig } from '../src/config/config.ts'
import { call } from './kit/calls.ts'
import { rest } from './kit/rest.ts'
import type { ServerProcess } from './kit/server-process.ts'
import { openTestbed, type Testbed } from './kit/testbed.ts'

/*
 * One list of awkward addresses, read by everything that reads addresses: commands, tRPC, REST, the database and the
 * mail server. The tests of core and of the pages read the same list.
 */

let testbed: Testbed
let server: ServerProcess
beforeAll(async () => {
  testbed = await openTestbed()
  server = await testbed.start()
})
afterAll(() => testbed.close())

/** What the mail server of the tests takes. SMTP allows 254 characters (RFC 5321, section 4.5.3.1.3, with errata). */
const LONGEST_TAKEN = 253

/** It shows the domains of recipients in Unicode. */
function asSent(recipient: string): string {
  const [local, domain = ''] = recipient.toLowerCase().split('@')
  return `${local}@${domainToASCII(domain)}`
}

/** What `user add` says. */
async function addAccount(address: string): Promise<string> {
  const printed: string[] = []
  const command = userCommand({
    config: () => readConfig({ ...testbed.environment, LOG_LEVEL: 'silent' }, () => ''),
    operator: null,
    settings: () => [],
    input: () => process.stdin,
    print: (line) => void printed.push(line),
    say: () => {},
    welcome: () => {},
    readInput: async () => '',
    question: async () => undefined,
    onStop: () => {},
  })
  try {
    await command.parseAsync(['add', '--no-password', '--', address], { from: 'user' })
    return printed.join('\n')
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const lefts = [...new Map(awkwardAddresses.map((one) => [one.left, one])).values()]

test.each(lefts.filter(({ says }) => 'canonical' in says))(
  '$left is one address for all of them',
  async ({ left, says }) => {
    const address = parseEmailAddress(left)
    expect({ canonical: address?.canonical }).toEqual(says)
    expect(await addAccount(left)).toMatch(/^Added |already has an account/)
    const accounts = await testbed.rows('select email_canonical from account')
    expect(accounts).toContainEqual({ email_canonical: address?.canonical })

    const to = address && deliveryAddress(address)
    const isFor = ({ recipients }: { recipients: string[] }) =>
      recipients.some((one) => asSent(one) === to?.toLowerCase())
    const before = testbed.postOffice.delivered.filter(isFor).length
    expect((await call(server, 'recovery.request', { email: left })).status).toBe(200)
    const again = await rest(server, 'POST', '/api/auth/forgot-password', { email: left })
    expect(again.status).toBe(200)
    if (left.length > LONGEST_TAKEN) return
    await expect.poll(() => testbed.postOffice.delivered.filter(isFor).length).toBe(before + 2)
  },
)

test.each(lefts.filter(({ says }) => 'problem' in says))(
  '$left is refused by all of them',
  async ({ left }) => {
    const stored = 'select count(*)::int from recovery_request'
    const before = await testbed.rows(stored)
    const typed = await call(server, 'recovery.request', { email: left })
    const sent = await rest(server, 'POST', '/api/auth/forgot-password', { email: left })
    const { email: reason } = typed.details.fields as Record<string, string>
    expect(reason).toMatch(/^Enter one email address, like name@example\.com: /)
    expect([typed.code, sent.status]).toEqual(['INVALID_INPUT', 400])
    expect(sent.body).toMatchObject({ code: 'INVALID_INPUT', fields: { email: reason } })
    expect(await addAccount(left)).toContain(reason?.replace(/^.*?: /, ''))
    expect(await testbed.rows(stored)).toEqual(before)
  },
)
