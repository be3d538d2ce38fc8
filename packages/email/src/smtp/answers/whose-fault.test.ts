import { expect, test } from 'vitest'
import type { Step } from '../step.ts'
import { explainAnswer } from './known-answers.ts'

/*
 * Answers in the forms that mail servers give them, written for this test. The public list that shaped them
 * (zone-mta's bounces.txt) has a licence of its own and is not part of this repository.
 */

function classOf(answer: string, step: Step): string {
  const reply = Number(answer.slice(0, 3))
  return explainAnswer({
    ...{ host: 'mail.example.com', port: 587, auth: 'password' },
    ...{ step, reply, answer },
  }).failure
}

const aboutUs = [
  // Block lists, with and without codes and addresses
  '550 192.0.2.7 blacklisted see http://list.example/query?ip=192.0.2.7',
  '550 192.0.2.7 listed at some-list.example',
  '550 5.2.1 Mailbox unavailable. Your IP address 192.0.2.7 is blacklisted using SOME-XBL.',
  '550 5.7.0 Your server IP address is in the database of a block list, bye',
  '550 5.7.1 192.0.2.7 has been blocked by zen.example',
  '554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using cc.example; rejected based on location',
  '550 5.7.1 <post@example.com>... 192.0.2.7 listed at zen.example',
  '550 5.7.1 Blacklisted by zen.example. To avoid this problem visit http://zen.example',
  '550 5.7.1 Client address [192.0.2.7] blocked. You are in the SPAMMER List',
  '550 5.7.1 Mail from 192.0.2.7 rejected using zen.example',
  '550 5.7.107 The IP address was rejected by the sbl.example RBL.',
  '550 Email blocked by SPAMHAUS',
  '553 https://www.spamhaus.org/query/ip/192.0.2.7',
  '550-Rejected message because 192.0.2.7 is in a black list at sbl.example',
  '553 5.3.0 <ada@example.test>... Mail from 192.0.2.7 rejected, see http://list.example',
  '553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.7, because the ip is in a list',
  '554 5.7.1 <ada@example.test>: Recipient address rejected: https://www.spamhaus.org/query/ip/192.0.2.7',
  '554 5.7.1 You are sending spam (check http://list.example)',
  '554 Denied [SHXBL] - Denied by some XBL (Mode: normal)',
  '554 mx.example.test 192.0.2.7 found on one or more DNSBLs, see http://mx.example.test',
  '591 ada@example.test your host [192.0.2.7] is blacklisted by a list',
  '554 IP=192.0.2.7 - A problem occurred. (Ask your postmaster for help.) (BL)',
  '550 5.7.1 TEIE server 192.0.2.7 on mustas nimekirjas! YOUR server 192.0.2.7 is in the blacklist x.example',
  '550 5.7.1 El servidor 192.0.2.7 se encuentra en una lista negra',
  '554-mx.example.test Your access to this mail system has been rejected due to poor reputation',
  '553 5.3.0 flph825 DNSBL:ATTRBL 521< 192.0.2.7 >_is_blocked.',
  '550 SC-001 Mail rejected by Outlook for policy reasons',
  '550 5.7.606 Access denied, banned sending IP [192.0.2.7] (AS16012609)',
  "550 5.7.1 Unfortunately, messages from [192.0.2.7] weren't sent. Part of their network is on our block list (S3150)",
  '550 permanent failure for one or more recipients (ada@example.test:blocked)',
  '550-Your message was rejected by this user and was not delivered',
  '550 #5.7.1 Your access to submit messages to this e-mail system has been rejected.',
  '554 5.7.1 You are not allowed to connect',
  '554 5.7.1 Rejected because Bad IP',
  '554 Blocked - see https://ipcheck.example/?ip=192.0.2.7',
  '554 5.5.4 ETP208 Your IP 192.0.2.7 is listed by a list',
  '550 Too many invalid recipients',
  // Our name, our sender, our account
  '504 5.5.2 <web-5b8f>: Helo command rejected: need fully-qualified hostname',
  '550 Cannot find your reverse hostname, [192.0.2.7]',
  '550 5.7.25 The IP address does not have a PTR record',
  '550-5.7.26 This mail is unauthenticated, which poses a security risk to the sender',
  '550 5.7.23 The message was rejected because of Sender Policy Framework violation',
  '554 5.7.5 Permanent error evaluating DMARC policy',
  '550 Rejected by header based Anti-Spoofing policy: post@example.com',
  '554 Message rejected: Email address is not verified. The following identities failed',
  '550 The from address does not match a verified Sender Identity',
  '553 5.7.1 <post@example.com>: Sender address rejected: not owned by user ada',
  '550 5.1.8 <post@example.com>: Sender address rejected: Domain not found',
  '501 5.1.7 Bad sender address syntax',
  '554 5.7.1 <ada@example.test>: Relay access denied',
  '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain',
  "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
  '550 5.4.5 Daily user sending limit exceeded. For more information',
  '550 5.7.1 The user or domain that you are sending to has a policy that prohibited the mail',
  '530 SMTP authentication is required.',
  '530 5.7.57 Client was not authenticated to send mail',
  '535 5.7.8 Authentication required',
]
test.each(aboutUs)('about us, so no email dies: %s', (answer) => {
  for (const step of ['recipient', 'message', 'sender', 'ehlo'] as const) {
    expect([step, classOf(answer, step)]).toEqual([step, 'setup'])
  }
})

const aboutTheRecipient = [
  '550 5.1.1 <ada@example.test>: user unknown',
  '550 5.1.1 The email account that you tried to reach does not exist.',
  '550 5.1.1 Adresse invalide. Invalid recipient. OFR_416',
  '550 5.1.1 Mail Refused - Address <ada@example.test> Recipient Unknown',
  '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
  '550 5.4.1 Recipient address rejected: Access denied. [x.prod.protection.outlook.com]',
  '550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [x.prod.protection.outlook.com]',
  '550 5.2.1 <ada@example.test> is expired account',
  '554 5.2.1 Inactive user',
  '554 5.7.1 Unknown recipient',
  '554 delivery error: dd Not a valid recipient',
  "554 delivery error: dd This user doesn't have an account",
  '550 Requested action not taken: mailbox unavailable',
  '550 No such user here',
  '550 5.7.1 Blacklisted by recipient',
  '521 5.2.1 This host never accepts email',
  '550 5.1.1 <spamhaus-rbl-blocked@example.test>: user unknown',
  '550 5.1.1 <helo-dkim@blocklist.example>... User unknown',
]
test.each(aboutTheRecipient)('about the recipient: %s', (answer) => {
  expect(classOf(answer, 'recipient')).toBe('refused')
  expect(classOf(answer, 'message')).toBe('refused')
  expect(classOf(answer, 'sender')).toBe('setup')
})

const passing = [
  '552 5.2.2 Mailbox is full',
  '550 Mail box is full',
  '550 mailfolder was full',
  '552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417',
  '552 Requested mail action aborted: exceeded storage allocation',
  '550 DNS error when resolving MX server for example.test: Domain name not found',
  '554 5.3.0 Internal error, come back later',
  '550 5.4.4 Unable to route',
  '503 5.5.1 Error: send HELO/EHLO first',
  '550 5.5.1 Unexpected command',
  '421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred',
  '450 4.2.0 <ada@example.test>: Greylisted',
  '454 4.7.1 Client host [192.0.2.7] blocked using some-list.example',
  '451 4.7.1 Helo command rejected: Host not found',
]
test.each(passing)('tried again: %s', (answer) => {
  expect(classOf(answer, 'recipient')).toBe('busy')
  expect(classOf(answer, 'message')).toBe('busy')
})

test.each([
  ['ehlo', '501 5.5.4 Invalid domain name in EHLO', 'setup'],
  ['ehlo', '550 no', 'setup'],
  ['ehlo', '421 4.7.0 Try again later, closing connection. (EHLO)', 'busy'],
  ['greeting', '554 Your IP is on a block list', 'setup'],
  ['greeting', '554 No SMTP service here', 'unreachable'],
  ['encryption', '454 4.7.0 TLS not available', 'busy'],
  ['encryption', '502 5.5.1 not implemented', 'setup'],
  ['sign-in', '454 4.7.0 Temporary authentication failure', 'busy'],
  ['sign-in', '535 5.7.3 Authentication unsuccessful', 'setup'],
  ['sender', '552 no', 'setup'],
] as const)('at %s, "%s" is %s', (step, answer, expected) => {
  expect(classOf(answer, step)).toBe(expected)
})
