import assert from 'node:assert/strict'
import type { HostProcess, HostSession } from '../rig/host-process.ts'

/** Signs in at the host, which must accept. */
export async function signedIn(
  program: HostProcess,
  email: string,
  password: string,
): Promise<HostSession> {
  const answer = await program.signIn(email, password)
  if ('refused' in answer) assert.fail(`The host refused ${password}: ${answer.refused}`)
  return answer
}

/** The host accepts `password` and refuses `other`. Twice, because many hosts hash again at a sign-in. */
export async function acceptsOnly(
  program: HostProcess,
  email: string,
  { password, other }: { password: string; other: string },
): Promise<void> {
  for (const time of ['first', 'second']) {
    await signedIn(program, email, password)
    const refused = await program.signIn(email, other)
    assert.ok('refused' in refused, `The host accepted ${other} at the ${time} sign-in`)
  }
}
