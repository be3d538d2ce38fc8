import { MOST_IN_ALL, usualLimits, windowsSetting } from '@latchkey/server/parts'
import { networks } from '../values/networks.ts'
import { integer, onOff } from '../values/plain.ts'
import type { Settings } from './row.ts'

/** The limits on requests, codes and sign-ins. */
export const limitSettings = {
  RATE_LIMITS: { schema: onOff.default(true), about: '`off` is for benchmarks only' },
  LIMIT_REQUESTS_PER_CLIENT: {
    schema: windowsSetting(usualLimits['request-by-client']),
    about: 'requests and resends from one client network',
  },
  LIMIT_REQUESTS_PER_ADDRESS_AND_CLIENT: {
    schema: windowsSetting(usualLimits['request-by-address-and-client']),
    about: 'requests for one address, or resends of one request, from one client network',
  },
  LIMIT_REQUESTS_IN_ALL: {
    schema: windowsSetting(usualLimits['request-in-all'], MOST_IN_ALL),
    about: 'global limit of requests, over all clients and processes',
  },
  LIMIT_MAILS_PER_ADDRESS: {
    schema: windowsSetting(usualLimits['mail-by-address']),
    about: 'emails to one address; it also sets the wait before a resend',
  },
  LIMIT_PROOFS_PER_CLIENT: {
    schema: windowsSetting(usualLimits['proof-by-client']),
    about: 'codes, links and resets tried from one client network',
  },
  LIMIT_GUESSES_PER_ADDRESS: {
    schema: windowsSetting(usualLimits['guess-by-address']),
    about: 'wrong codes for one address; beyond that its codes are disabled, links keep working',
  },
  LIMIT_GUESSES_IN_A_ROW: {
    schema: integer(5, 1_000).default(usualLimits['guess-in-a-row']),
    about: 'wrong codes for one address in a row; beyond that its codes stay disabled',
  },
  LIMIT_GUESSES_IN_ALL: {
    schema: windowsSetting(usualLimits['guess-in-all'], MOST_IN_ALL),
    about: 'global limit of wrong codes; beyond that all codes are disabled, links keep working',
  },
  LIMIT_SIGN_INS_PER_CLIENT: {
    schema: windowsSetting(usualLimits['sign-in-by-client']),
    about: 'sign-ins from one client network',
  },
  LIMIT_SIGN_INS_PER_ADDRESS: {
    schema: windowsSetting(usualLimits['sign-in-by-address']),
    about: 'failed sign-ins to one address; beyond that the next one has to wait',
  },
  LIMIT_SIGN_IN_WAIT_SECONDS: {
    schema: integer(1, 3_600).default(usualLimits.longestSignInWaitSeconds),
    about: 'the longest wait; it starts at one second',
  },
  LIMIT_SIGN_INS_IN_A_ROW: {
    schema: integer(10, 100).default(usualLimits['sign-in-in-a-row']),
    about:
      'failed sign-ins to one address in a row; beyond that, unknown clients must reset the password',
  },
  LIMIT_EXEMPT_NETWORKS: {
    schema: networks({ does: 'exempts', name: 'your offices' }).default([]),
    about:
      'networks with many people behind them, such as offices, separated by commas; no limit counts by client there',
  },
} as const satisfies Settings
