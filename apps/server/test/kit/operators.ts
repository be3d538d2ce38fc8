import { createHash, randomBytes } from 'node:crypto'
import { freePort } from '@latchkey/db/testing'
import type { OperatorRouter } from '@latchkey/operator'
import type { inferRouterOutputs } from '@trpc/server'
import { type Answer, call, cookieFrom, query } from './calls.ts'
import { type Environment, runCommand } from './server-process.ts'
import type { Testbed } from './testbed.ts'

/** The operators' page of a server, as a browser calls it. */
export type OperatorsPage = { url: string }

export async function operatorSettings(more: Environment = {}): Promise<Environment> {
  return { OPERATOR_PORT: String(await freePort()), OPERATOR_HOST: '127.0.0.1', ...more }
}

export function pageOf({ OPERATOR_PORT }: Environment): OperatorsPage {
  return { url: `http://127.0.0.1:${OPERATOR_PORT}` }
}

/** The token of a link that `latchkey operator` prints. */
export async function linkToken(environment: Environment, name: string): Promise<string> {
  const { code, output, errors } = await runCommand(
    ['operator', '--name', name, '--json'],
    environment,
  )
  if (code !== 0) throw new Error(errors)
  return JSON.parse(output).link.split('#token=')[1]
}

/** The token of a link that is there, without the seconds that the command takes to load. */
export async function storedLink({ rows }: Pick<Testbed, 'rows'>): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await rows(
    `insert into latchkey.operator_link (digest, operator, expires_at)
      values ($1, 'night shift', now() + interval '10 minutes')`,
    [createHash('sha256').update(Buffer.from(token, 'base64url')).digest()],
  )
  return token
}

export type Entered = { cookie: string; page: OperatorsPage }

export async function enterBy(page: OperatorsPage, token: string): Promise<Entered> {
  const answer = await call(page, 'session.enter', { token })
  if (answer.status !== 200) throw new Error(answer.body)
  return { cookie: cookieFrom(answer), page }
}

export type Outputs = inferRouterOutputs<OperatorRouter>

/** Calls of somebody who entered. */
export function asks({ page, cookie }: Entered) {
  return {
    act: (procedure: string, input: unknown, headers = {}): Promise<Answer> =>
      call(page, procedure, input, { cookie, ...headers }),
    read: (procedure: string, input?: unknown, headers = {}): Promise<Answer> =>
      query(
        page,
        input === undefined
          ? procedure
          : `${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`,
        { cookie, ...headers },
      ),
  }
}
