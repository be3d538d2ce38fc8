import { takeToken } from './take-token.ts'

takeToken()
// A second link pasted into the same tab changes only the fragment: the page is not loaded again.
window.addEventListener('hashchange', takeToken)
