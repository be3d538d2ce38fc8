import type * as z from 'zod'
import type { Environment } from './config.ts'
import type { DotEnv } from './dot-env.ts'
import { type SettingName, secretSettings, settings } from './settings.ts'

/** One setting as `latchkey config print` shows it. */
export type ShownSetting = {
  name: SettingName
  /** As it was given, or the default. Secrets are masked. `undefined`: it has none. */
  value: string | undefined
  from: 'environment' | '.env' | 'file' | 'default'
}

/** What is given is shown even if it is wrong: then it is what somebody looks for. */
export function showSettings(environment: Environment, dotEnv: DotEnv): ShownSetting[] {
  const given = (name: string) => {
    const inEnvironment = environment[name]
    const value = (inEnvironment ?? dotEnv.values[name] ?? '').trim()
    const from = inEnvironment === undefined ? ('.env' as const) : ('environment' as const)
    return value === '' ? undefined : { value, from }
  }
  return (Object.keys(settings) as SettingName[]).map((name): ShownSetting => {
    const isSecret = secretSettings.includes(name)
    const own = given(name)
    if (own) return { name, ...own, value: isSecret ? masked(own.value) : own.value }
    const file = isSecret ? given(`${name}_FILE`) : undefined
    if (file) return { name, value: file.value, from: 'file' }
    return { name, value: defaultOf(name), from: 'default' }
  })
}

/** Its length shows that it was cut, and nothing else. */
function masked(secret: string): string {
  return `(secret, ${secret.length} ${secret.length === 1 ? 'character' : 'characters'})`
}

function defaultOf(name: SettingName): string | undefined {
  const schema: z.ZodType = settings[name].schema
  const parsed = schema.safeParse(undefined)
  if (!parsed.success || parsed.data === undefined) return undefined
  if (typeof parsed.data === 'boolean') return parsed.data ? 'on' : 'off'
  if (Array.isArray(parsed.data))
    return parsed.data.length === 0 ? undefined : windowsIn(parsed.data)
  return String(parsed.data)
}

type Window = { seconds: number; most: number }

/** As limits are written. */
function windowsIn(windows: readonly (Window | string)[]): string {
  return windows
    .map((one) => (typeof one === 'string' ? one : `${one.most}/${inUnits(one.seconds)}`))
    .join(',')
}

function inUnits(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400}d`
  if (seconds % 3_600 === 0) return `${seconds / 3_600}h`
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`
}
