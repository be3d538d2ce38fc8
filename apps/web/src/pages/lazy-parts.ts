import { lazyPage } from '../lazy-page.ts'

/*
 * Parts of pages that no first visit begins with, so that their code does not delay one. The table of routes says when
 * they are needed.
 */

export const CodeStep = lazyPage(() => import('./code-step.tsx'), 'CodeStep')
