import workerUrl from '@latchkey/react/strength-worker?worker&url'

/** Our Trusted Types policy: it allows one script. The server allows no other policy (security-headers.ts). */
const POLICY = 'latchkey-strength'

type Policy = { createScriptURL(url: string): string }
type Factory = { createPolicy(name: string, rules: Policy): Policy }

let policy: Policy | undefined

export function startStrengthWorker(): Worker {
  const { trustedTypes } = window as { trustedTypes?: Factory }
  policy ??= trustedTypes?.createPolicy(POLICY, {
    createScriptURL(url) {
      if (url !== workerUrl) throw new TypeError('not our script')
      return url
    },
  })
  return new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module' })
}
