import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { locales } from '@latchkey/core'
import { expect, onTestFinished, test } from 'vitest'
import { sampleMessages } from '../render/samples.ts'
import { openMailServer } from '../testing/mail-server.ts'
import { mailerFor } from '../testing/mailer.ts'

/*
 * SpamAssassin with its local rules, as Debian has it, over every email in every language. Whether the sender is
 * trusted (SPF, DKIM, DMARC, block lists) is a matter of its domain and not of the email.
 */

const isInstalled = spawnSync('spamassassin', ['--version']).status === 0
if (!isInstalled) {
  console.warn('Skipped: SpamAssassin is not installed. Debian: apt-get install spamassassin')
}

/** Rules with less are notes. */
const LEAST_POINTS = 0.1
/** Hits one email of a run or none, another one each time, whatever is in it. */
const AT_RANDOM = 'HTML_OBFUSCATE_05_10'

test.skipIf(!isInstalled)('no email gets a point from SpamAssassin', async () => {
  const emails = await everyEmail()
  const judged = pointsOf(emails.map(({ raw }) => raw))
  const withPoints = emails.flatMap(({ name }, i) => {
    const rules =
      judged[i]?.filter(({ rule, points }) => points >= LEAST_POINTS && rule !== AT_RANDOM) ??
      expect.unreachable()
    return rules.length > 0 ? [{ name, rules }] : []
  })
  expect(judged).toHaveLength(emails.length)
  expect(withPoints).toEqual([])
})

/** As they arrive: handed to a mail server, and received by the next one. Networks for documentation would cost points. */
async function everyEmail(): Promise<{ name: string; raw: string }[]> {
  const server = await openMailServer()
  onTestFinished(server.close)
  const mailer = mailerFor(`smtp://127.0.0.1:${server.port}`, {
    from: { name: 'Example', address: 'hello@example.com' },
  })
  const messages = locales.flatMap((locale) =>
    sampleMessages(locale).map((message) => ({
      ...message,
      id: randomUUID(),
      to: 'ada@example.org',
    })),
  )
  for (const message of messages) await mailer.send(message)
  return server.received.map(({ raw }, i) => ({
    name: `${messages[i]?.kind} ${messages[i]?.locale}`,
    raw: received(raw),
  }))
}

function received(raw: string): string {
  const date = /^Date: (.*)$/m.exec(raw)?.[1] ?? expect.unreachable()
  return [
    'Return-Path: <hello@example.com>',
    'Received: from mail.example.com (mail.example.com [100.20.30.40])',
    ' by mx.example.org (Postfix) with ESMTPS id 4Fzq3k1Xw8z9',
    ` for <ada@example.org>; ${date}`,
    raw,
  ].join('\r\n')
}

type Rule = { rule: string; points: number }

function pointsOf(emails: readonly string[]): Rule[][] {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-spam-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const mbox = join(folder, 'emails.mbox')
  const separated = emails.map((raw) => {
    const unix = raw.replaceAll('\r\n', '\n').replace(/^From /gm, '>From ')
    return `From hello@example.com Fri Nov 20 12:55:00 2026\n${unix}\n`
  })
  writeFileSync(mbox, separated.join('\n'))
  const settings = [
    'use_bayes 0',
    'use_auto_welcomelist 0',
    'add_header all Points _TESTSSCORES(;)_',
    'fold_headers 0',
  ]
  const { status, stdout, stderr } = spawnSync(
    'spamassassin',
    ['--local', '--nocreate-prefs', '--mbox', ...settings.flatMap((line) => ['--cf', line]), mbox],
    { encoding: 'utf8', env: { ...process.env, HOME: folder }, maxBuffer: 100_000_000 },
  )
  if (status !== 0) throw new Error(stderr)
  // Their order in the output is another one each time.
  const judged = new Map(
    stdout.split(/^From hello@/m).map((email) => [messageIdOf(email), rulesOf(email)]),
  )
  return emails.map((raw) => judged.get(messageIdOf(raw)) ?? expect.unreachable())
}

function messageIdOf(email: string): string | undefined {
  return /^Message-ID: (.*?)\r?$/im.exec(email)?.[1]
}

function rulesOf(email: string): Rule[] {
  const [, list = ''] = /^X-Spam-Points: (.*)$/m.exec(email) ?? []
  return list
    .split(';')
    .map((one) => one.trim().split('='))
    .map(([rule = '', points = '0']) => ({ rule, points: Number(points) }))
}
