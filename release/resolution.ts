import { readFileSync } from 'node:fs'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import type { Packed } from './pack.ts'

export async function publintProblems({ unpacked }: Packed): Promise<string[]> {
  const { messages, pkg } = await publint({ pkgDir: unpacked, pack: false, strict: true })
  return messages.map((message) => formatMessage(message, pkg) ?? message.code)
}

/** The packages are ESM only: what CommonJS and the oldest resolution of Node see does not matter. */
const ignored = ['node10', 'node16-cjs']

/** What other projects see of the types ("are the types wrong", with the profile for ESM only). */
export async function typeProblems(packed: Packed): Promise<string[]> {
  const noModules = Object.entries(packed.publishConfig.exports)
    .filter(([, target]) => typeof target === 'string')
    .map(([door]) => door)
  const analysis = await checkPackage(
    createPackageFromTarballData(new Uint8Array(readFileSync(packed.tarball))),
    { excludeEntrypoints: noModules },
  )
  if (!analysis.types) return ['there are no types']
  return analysis.problems
    .filter((problem) => problem.kind !== 'CJSResolvesToESM')
    .filter(
      (problem) => !('resolutionKind' in problem) || !ignored.includes(problem.resolutionKind),
    )
    .map((problem) => JSON.stringify(problem))
}
