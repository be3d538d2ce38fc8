import { plainStyle } from '../plain-page.ts'

export const style = `${plainStyle}
* { box-sizing: border-box; }
body { max-inline-size: 84rem; padding: 0.75rem 1rem 1rem; }
header { display: flex; align-items: center; gap: 1rem; margin-block-end: 0.75rem; }
.brand { display: inline-flex; align-items: center; gap: 0.625rem; min-block-size: 2.75rem; color: var(--ink); font-weight: 600; text-decoration: none; }
.brand img { block-size: 2.25rem; }
h1 { font-size: 1.125rem; font-weight: 400; color: var(--ink-soft); }
h2 { margin: 0; font-size: 1.375rem; line-height: 1.3; overflow-wrap: anywhere; }
p { margin: 0.5rem 0 0; }
.soft { color: var(--ink-soft); font-size: 0.9375rem; }
.visually-hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
input[type=search] { inline-size: 100%; min-block-size: 2.75rem; padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--surface); color: var(--ink); font: inherit; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.empty { padding: 3rem 1rem; text-align: center; }
ol { list-style: none; margin: 0.75rem 0 0; padding: 0; display: grid; gap: 0.25rem; }
li a { display: grid; gap: 0.125rem; min-block-size: 2.75rem; padding: 0.625rem 0.75rem; border: 1px solid transparent; border-radius: 0.5rem; color: var(--ink); text-decoration: none; }
li a:hover { border-color: var(--line); }
li a[aria-current] { background: var(--surface); border-color: var(--line); box-shadow: inset 0.25rem 0 var(--accent); }
[dir=rtl] li a[aria-current] { box-shadow: inset -0.25rem 0 var(--accent); }
li .subject { font-weight: 600; }
li .soft { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
li.is-new .subject::after { content: " new"; color: var(--accent); font-weight: 400; font-style: italic; }
article { background: var(--surface); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1rem 1.25rem 1.25rem; }
article:empty { display: none; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem 1rem; margin-block: 1rem; }
.code { font: 600 1.5rem/1 ui-monospace, monospace; letter-spacing: 0.15em; }
.button, button { display: inline-flex; align-items: center; min-block-size: 2.75rem; padding: 0.65rem 1.1rem; border: 1px solid transparent; border-radius: 0.5rem; font: inherit; font-weight: 600; text-decoration: none; }
.button { background: var(--accent); color: var(--on-accent); }
button { border-color: var(--line); background: transparent; color: var(--ink); cursor: pointer; }
button[hidden] { display: none; }
nav { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin-block: 0.75rem; border-block-end: 1px solid var(--line); }
nav a { display: inline-flex; align-items: center; min-block-size: 2.75rem; color: var(--ink-soft); text-decoration: none; border-block-end: 2px solid transparent; }
nav a[aria-current] { color: var(--ink); border-color: var(--accent); font-weight: 600; }
iframe { display: block; inline-size: 100%; block-size: 44rem; border: 0; border-radius: 0.5rem; background: #fff; }
pre { margin: 0; max-block-size: 44rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.875rem; }
.back { display: none; min-block-size: 2.75rem; align-items: center; }
@media (min-width: 52rem) {
  main { display: grid; grid-template-columns: minmax(18rem, 24rem) minmax(0, 1fr); gap: 1.25rem; align-items: start; }
  article { position: sticky; inset-block-start: 1rem; }
}
@media (max-width: 51.99rem) {
  main:not(.is-chosen) article { display: none; }
  main.is-chosen .inbox { display: none; }
  .back { display: inline-flex; }
}
`
