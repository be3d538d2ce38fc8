import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { deliveryAddress, describeAddressProblem, readEmailAddress } from '@latchkey/core'
import * as z from 'zod'
import { isTargetTriple } from '../given-value.ts'
import { commaList } from './plain.ts'

const parsedAddress = z.string().transform((value, context) => {
  const read = readEmailAddress(value)
  if (read.ok) return read.address
  context.addIssue(
    `must be an email address like name@example.com: ${describeAddressProblem(read)}`,
  )
  return z.NEVER
})

export const emailAddress = parsedAddress.transform(({ registered }) => registered)

/** An address that goes to mail servers: its domain is in the ASCII form, which all of them understand. */
export const mailServerAddress = parsedAddress.transform(deliveryAddress)

export const domainName = z.string().regex(/^[a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?$/i, {
  error: 'must be a name like example.com',
})

/** What is no domain stays as it is, for the check that follows. */
const toAscii = (name: string) => domainToASCII(name) || name

/** Takes an international name as people write it, and keeps the form that DNS has (`xn--…`). */
export const asciiDomain = z.string().transform(toAscii).pipe(domainName)

const asciiHostName = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i, {
    error: 'must be a host name like mail.example.com',
  })

export const hostName = z.string().transform(toAscii).pipe(asciiHostName)
export const listenAddress = z
  .string()
  // As in a URL.
  .transform((value) => value.replace(/^\[(.*)\]$/, '$1'))
  .refine(
    (value) => isIP(value) !== 0 || (hostName.safeParse(value).success && !isDottedNumber(value)),
    {
      error:
        'must be the address to listen on, without scheme and port, like 127.0.0.1, ::1, localhost, or for every address 0.0.0.0 or ::',
      abort: true,
    },
  )
  .refine((value) => !isTargetTriple(value), { error: 'must be an address to listen on' })

function isDottedNumber(value: string): boolean {
  return /^[\d.]+$/.test(value)
}

export const hostNames = z
  .string()
  .transform(commaList)
  .pipe(
    z.array(
      z
        .string()
        .refine((value) => isIP(value) !== 0 || hostName.safeParse(value).success, {
          error:
            'must be host names or addresses like latchkey.internal, without scheme, port and *, separated by commas',
        })
        .transform((value) => value.toLowerCase()),
    ),
  )
