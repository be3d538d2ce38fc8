import type { AppRouter } from '@example/router'
import { createTRPCClient, httpBatchLink } from '@trpc/client'

export const trpc = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc' })] })
