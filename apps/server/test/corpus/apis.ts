import { call, query } from '../kit/calls.ts'
import { rest } from '../kit/rest.ts'
import type { Api } from './cases.ts'

export type Op =
  | 'forgot'
  | 'token_verify'
  | 'code_verify'
  | 'reset'
  | 'reset_by_code'
  | 'signin'
  | 'signout'
  | 'session'

export type To = { url: string; headers: Record<string, string> }

/** The answer of either API, in one shape. */
export type Reply = {
  status: number
  headers: Headers
  text: string
  code: string | undefined
  data: Record<string, unknown>
}

const procedures: Record<Op, string> = {
  forgot: 'recovery.request',
  token_verify: 'recovery.verifyToken',
  code_verify: 'recovery.verifyCode',
  reset: 'recovery.reset',
  // tRPC has no such step; a code alone is a code without a request.
  reset_by_code: 'recovery.verifyCode',
  signin: 'session.signIn',
  signout: 'session.signOut',
  session: 'session.current',
}

const paths: Partial<Record<Op, string>> = {
  forgot: '/api/auth/forgot-password',
  token_verify: '/api/auth/verify-reset-token/',
  code_verify: '/api/auth/password-reset/confirm',
  reset: '/api/auth/reset-password',
  reset_by_code: '/api/auth/password-reset/confirm',
}

/** Signing in exists in tRPC only. */
export function hasCall(op: Op, api: Api): boolean {
  return api === 'trpc' || paths[op] !== undefined
}

export async function callApi(api: Api, op: Op, to: To, body: unknown): Promise<Reply> {
  return api === 'trpc' ? callTrpc(op, to, body) : callRest(op, to, body)
}

async function callTrpc(op: Op, to: To, body: unknown): Promise<Reply> {
  const answer =
    op === 'session'
      ? await query(to, procedures[op], to.headers)
      : await call(to, procedures[op], body, to.headers)
  const { status, headers, body: text, code, data, details } = answer
  return { status, headers, text, code, data: { ...details, ...data } }
}

async function callRest(op: Op, to: To, body: unknown): Promise<Reply> {
  const path = paths[op]
  if (path === undefined) throw new Error(`${op} has no REST call`)
  const answer =
    op === 'token_verify'
      ? await rest(to, 'GET', path + tokenIn(body), undefined, to.headers)
      : await rest(to, 'POST', path, body, to.headers)
  const { status, headers, text, body: data } = answer
  return { status, headers, text, code: data.code as string | undefined, data }
}

function tokenIn(body: unknown): string {
  return encodeURIComponent(String((body as { token?: unknown }).token ?? ''))
}

/** An answer without the parts that may differ: times, and the id of the request. */
export function comparable(reply: Reply) {
  const headers = [...reply.headers].filter(([name]) => name !== 'date' && name !== 'x-request-id')
  const text = reply.text
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'at')
  return { status: reply.status, headers, text, length: reply.text.length }
}
