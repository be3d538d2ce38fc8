import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Application, Logger, LogLevel, type ProjectReflection, type TypeDocOptions } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { publicPackages, root } from '../packages.ts'

const options: Partial<TypeDocOptions & PluginOptions> = {
  plugin: ['typedoc-plugin-markdown'],
  name: 'Reference',
  tsconfig: join(root, 'release/reference/tsconfig.json'),
  basePath: root,
  // The compiler of the repository does that.
  skipErrorChecking: true,
  readme: 'none',
  // Lines would change with every commit.
  disableSources: true,
  excludeExternals: true,
  excludePrivate: true,
  excludeInternal: true,
  sort: ['source-order'],
  validation: { notExported: false, invalidLink: true, rewrittenLink: true, notDocumented: true },
  requiredToBeDocumented: [
    'Class',
    'Enum',
    'Function',
    'Interface',
    'Method',
    'TypeAlias',
    'Variable',
  ],
  treatWarningsAsErrors: true,
  router: 'module',
  flattenOutputFiles: true,
  excludeScopesInPaths: true,
  entryFileName: 'README',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  expandObjects: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
}

/**
 * Writes a page for each module that a package exports.
 *
 * @returns what has no comment, and what is wrong in one.
 */
export async function writeReference(folder: string): Promise<string[]> {
  const modules = publicModules()
  const problems: string[] = []
  const app = await Application.bootstrapWithPlugins({
    ...options,
    entryPoints: [...modules.keys()],
    outputs: [{ name: 'markdown', path: folder }],
  })
  app.logger = new Kept(problems)
  const project = await app.convert()
  if (!project) return problems
  nameModules(project, modules)
  app.validate(project)
  rmSync(folder, { recursive: true, force: true })
  await app.generateOutputs(project)
  return problems
}

/** Keeps warnings and errors, and leaves the rest out. */
class Kept extends Logger {
  private readonly problems: string[]

  constructor(problems: string[]) {
    super()
    this.problems = problems
  }

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.problems.push(message)
  }
}

/** The modules that can be imported, by the file in which they are written. */
function publicModules(): Map<string, string> {
  return new Map(
    publicPackages().flatMap(({ name, folder, exports, publishConfig }) =>
      Object.keys(publishConfig.exports).flatMap((door): [string, string][] => {
        const inWorkspace = exports[door]
        const file = typeof inWorkspace === 'object' ? inWorkspace.types : undefined
        // The script of a worker and what JSX is compiled to are imported by nobody.
        if (file === undefined || /strength-worker$|jsx-(?:dev-)?runtime$/.test(door)) return []
        return [[join(folder, file), join(name, door)]]
      }),
    ),
  )
}

function nameModules(project: ProjectReflection, modules: Map<string, string>): void {
  for (const module of project.children ?? []) {
    const file = [...modules.keys()].find((one) => isOf(module.name, one))
    module.name = (file && modules.get(file)) ?? module.name
  }
}

/** TypeDoc names a module by its path from the folder that all have in common, without its ending. */
function isOf(name: string, file: string): boolean {
  const path = file.replace(/\.tsx?$/, '')
  return path.endsWith(`/${name}`) || path.endsWith(`/${name}/index`)
}
