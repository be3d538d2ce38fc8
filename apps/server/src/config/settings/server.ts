import { secretList } from '@latchkey/server/parts'
import * as z from 'zod'
import { exposable } from '../exposable.ts'
import { hostNames, listenAddress } from '../values/names.ts'
import { networks } from '../values/networks.ts'
import { commaList, integer, oneOf, onOff, port } from '../values/plain.ts'
import { webOrigin, webOrigins } from '../values/urls.ts'
import type { Settings } from './row.ts'

const exposures = z
  .string()
  .transform(commaList)
  .pipe(z.array(z.enum(exposable, { error: `must be of ${exposable.join(', ')}, with commas` })))

/** The processes: where they listen, who reaches them, what they keep. */
export const serverSettings = {
  NODE_ENV: {
    schema: oneOf(['development', 'production', 'test']).default('development'),
    about: '`production` refuses the demo account, the built-in mailbox and the embedded database',
  },
  PORT: { schema: port.default(3000), about: 'port of the web server' },
  HOST: {
    schema: listenAddress.optional(),
    about: 'address to listen on: `localhost`, in production `0.0.0.0`',
  },
  ALLOWED_HOSTS: {
    schema: hostNames.default([]),
    about:
      'further names that requests may call this server by, separated by commas; the host of PUBLIC_URL and `localhost` always may',
  },
  ALLOW_EXPOSED: {
    schema: exposures.default([]),
    about:
      'what a server that other machines reach may offer although it is meant for one’s own: `mailbox`, `embedded-database`, `demo-account`, `generated-secret`, `metrics`, `plain-http`',
  },
  PUBLIC_URL: {
    schema: webOrigin.optional(),
    about:
      'origin of the pages and of the links in emails; `http://localhost:PORT` unless in production',
  },
  TRUST_PROXY: {
    schema: networks({ does: 'trusts', name: 'your proxies' }).default([]),
    about: 'proxies whose `X-Forwarded-For` is trusted, as networks separated by commas',
  },
  CORS_ORIGINS: {
    schema: webOrigins.default([]),
    about: 'other origins whose pages may call the API with cookies, separated by commas',
  },
  DATA_DIR: {
    schema: z.string().default('.data'),
    about: 'folder of the embedded database, the built-in mailbox and a generated secret',
  },
  LATCHKEY_SECRET: {
    schema: z
      .string()
      .transform((value, context) => {
        const { secrets, problems } = secretList(value)
        for (const problem of problems) context.addIssue(problem)
        return secrets
      })
      .optional(),
    secret: true,
    about:
      'server secret: the key of code and address digests, at least 32 bytes; generated into DATA_DIR unless in production; several during a rotation, the new one first',
  },
  KEEP_ALIVE_SECONDS: {
    schema: integer(1, 3_600).default(65),
    about: 'seconds until an idle connection is closed; longer than your load balancer keeps one',
  },
  PAGE_FILES_DAYS: {
    schema: integer(0, 90).default(7),
    about:
      'days for which the files of a former build of the pages are still served; 0: not at all',
  },
  DRAIN_SECONDS: {
    schema: integer(0, 300).optional(),
    about:
      'seconds between "not ready" and the end at a SIGTERM, so that load balancers notice; 5 in production',
  },
  WORKER: {
    schema: onOff.default(true),
    about: '`off` when `latchkey worker` sends the emails instead',
  },
  WORKER_PORT: {
    schema: port.optional(),
    about: 'port of `/metrics` and `/health` of `latchkey worker`; none when absent',
  },
  METRICS_TOKEN: {
    schema: z
      .string()
      .regex(/^[\w.~+/-]{16,}=*$/, {
        error: 'must be at least 16 letters, digits or -._~+/; make one with: openssl rand -hex 32',
      })
      .optional(),
    secret: true,
    about: 'bearer token for `/metrics`; without it only this machine may read them',
  },
  LOG_LEVEL: {
    schema: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
    about: 'lowest level that is logged: `warn`, in production `info`',
  },
} as const satisfies Settings
