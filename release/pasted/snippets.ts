import { type Fence, fencesIn } from './fences.ts'

/*
 * The code in the documents, as files of a project: each as it is, under the name that its first comment or this table
 * gives it. What a reader has already stands before it.
 */

type Place = {
  /** Of the file that it is pasted into. */
  file: string
  /** What the reader has, in that file. */
  before?: string
}

/** In the order of each document. */
const places: Record<string, readonly Place[]> = {
  'README.md': [
    { file: 'readme/server.ts' },
    { file: 'readme/recover.tsx' },
    { file: 'readme/client.ts' },
  ],
  'packages/api/README.md': [{ file: 'api/client.ts' }],
  'packages/react/README.md': [
    { file: 'react/account-recovery.tsx' },
    { file: 'react/machine.tsx' },
  ],
  'packages/server/README.md': [{ file: 'server/latchkey.ts' }],
  'docs/embedding.md': [
    { file: 'embedding/latchkey.ts' },
    { file: 'embedding/router.ts' },
    { file: 'embedding/fastify.ts' },
    { file: 'embedding/express.ts' },
    { file: 'embedding/node.ts' },
    { file: 'embedding/hono.ts' },
    { file: 'embedding/app/api/recovery/[...call]/route.ts' },
    {
      file: 'embedding/bun.ts',
      before: `declare const Bun: {
  serve(options: { fetch(request: Request, server: { requestIP(request: Request): { address: string } | null }): Promise<Response> }): void
}
`,
    },
    { file: 'embedding/use-case.ts' },
    { file: 'embedding/link.test.ts' },
    { file: 'embedding/matchers.d.ts' },
  ],
  'docs/embedding-react.md': [
    { file: 'pages/account-recovery.tsx' },
    { file: 'pages/recovery-pages.tsx' },
    { file: 'pages/recover.tsx' },
    { file: 'pages/one-field.tsx' },
    { file: 'pages/texts.ts' },
  ],
  'docs/adopting-elsewhere.md': [{ file: 'elsewhere/people.ts' }, { file: 'elsewhere/handler.ts' }],
}

/** What stands beside them. */
const besides: Record<string, string> = {
  'pages/trpc.ts': `import type { LatchkeyRouter } from '@latchkey/server'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
export const trpc = createTRPCClient<LatchkeyRouter>({ links: [httpBatchLink({ url: '/trpc' })] })
`,
  // Bundlers have the types of style sheets.
  'styles.d.ts': "declare module '*.css'\n",
}

/** @throws if a document has more or fewer blocks of TypeScript than the table knows. */
export function snippets(): Map<string, string> {
  const files = new Map(Object.entries(besides))
  for (const [document, known] of Object.entries(places)) {
    const found = fencesIn(document).filter(isTypeScript)
    if (found.length !== known.length) {
      const at = found.map(({ line }) => line).join(', ')
      throw new Error(
        `${document} has ${found.length} blocks of TypeScript (lines ${at}), and release/pasted/snippets.ts knows ${known.length}`,
      )
    }
    for (const [nth, { file, before = '' }] of known.entries()) {
      files.set(file, `${before}${found[nth]?.text ?? ''}`)
    }
  }
  return files
}

function isTypeScript({ language }: Fence): boolean {
  return language === 'ts' || language === 'tsx'
}
