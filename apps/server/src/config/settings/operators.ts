import * as z from 'zod'
import { listenAddress } from '../values/names.ts'
import { networks } from '../values/networks.ts'
import { onOff, port } from '../values/plain.ts'
import { webOrigin } from '../values/urls.ts'
import type { Settings } from './row.ts'

/** Of these, browsers and proxies set some by themselves, and anybody can set the others. */
const takenHeaders =
  /^(?:host|origin|cookie|authorization|connection|content-.*|accept.*|user-agent|referer|sec-.*|forwarded|via|x-forwarded-(?:for|host|proto|port|server)|x-real-ip|trpc-.*)$/

const headerName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,63}$/i, {
    error: 'must be the name of a header, like X-Auth-Request-User',
    abort: true,
  })
  .transform((name) => name.toLowerCase())
  .refine((name) => !takenHeaders.test(name), {
    error: 'must be a header that your proxy sets and removes from what it is sent',
  })

/** What operators may do, and their page. */
export const operatorSettings = {
  OPERATOR_LINKS: {
    schema: onOff.default(false),
    about: '`on` to allow `latchkey link`, with which an operator can get into any account',
  },
  OPERATOR_PORT: {
    schema: port.optional(),
    about: "port of the operators' page; none when absent (docs/operators-page.md)",
  },
  OPERATOR_HOST: {
    schema: listenAddress.default('localhost'),
    about: "with OPERATOR_PORT: address that the operators' page listens on",
  },
  OPERATOR_URL: {
    schema: webOrigin.optional(),
    about:
      "origin of the operators' page, in its links and cookies; `http://localhost:OPERATOR_PORT` when absent",
  },
  OPERATOR_USER_HEADER: {
    schema: headerName.optional(),
    about:
      'the header in which your single sign-on proxy names the operator, such as `X-Auth-Request-User`',
  },
  OPERATOR_TRUST_PROXY: {
    schema: networks({ does: 'trusts', name: 'your proxies' }).default([]),
    about:
      'with OPERATOR_USER_HEADER: the only networks from which that header is taken, separated by commas',
  },
} as const satisfies Settings
