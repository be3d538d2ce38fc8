import { restoreTicket } from '@latchkey/react/app'
import { takeTokenFromAddress } from './token-from-address.ts'

// A link in the address replaces the ticket.
restoreTicket()
takeTokenFromAddress()
// A second link pasted into the same tab changes only the fragment, so the page is not loaded again. `popstate` comes
// before `hashchange`, and this listener before the router's: the router never reads an address with a token.
window.addEventListener('popstate', takeTokenFromAddress)
window.addEventListener('hashchange', takeTokenFromAddress)
