import { plainStyle } from '../plain-page.ts'

export const docsStyle = `${plainStyle}
body { max-inline-size: 54rem; }
h2 { margin: 3rem 0 1rem; font-size: 1.25rem; border-block-end: 1px solid var(--line); padding-block-end: 0.4rem; }
h3 { margin: 0; font-size: 1.05rem; }
h3 b, nav b { color: var(--accent); font-size: 0.8em; letter-spacing: 0.04em; }
h4 { margin: 1rem 0 0.25rem; font-size: 0.875rem; }
nav ul { list-style: none; padding: 0; columns: 20rem; }
nav li { break-inside: avoid; padding-block: 0.2rem; }
article { margin-block: 1.25rem; }
pre { overflow-x: auto; padding: 0.85rem; border-radius: 0.5rem; background: var(--paper); font-size: 0.875rem; }
code { font-size: 0.9em; }
table { border-collapse: collapse; inline-size: 100%; font-size: 0.9375rem; }
td { vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-block-start: 1px solid var(--line); }
i { color: var(--ink-soft); font-size: 0.85em; }
`
