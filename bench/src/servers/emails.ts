import nodemailer from 'nodemailer'

/* Nodemailer's pool into the sink, and nothing else. Prints emails per second. */

const count = Number(process.argv[2])
const mailer = nodemailer.createTransport(
  `${process.env.SMTP_URL}?pool=true&maxConnections=4&maxMessages=Infinity`,
)
const url =
  'https://app.example.com/reset-password#token=Qb1cN0sFJ6Yv6m0dV2hUu9oXh3p8q4tTz1wKxR5yLeA'
const startedAt = performance.now()
await Promise.all(
  Array.from({ length: count }, (_, i) =>
    mailer.sendMail({
      from: 'no-reply@example.com',
      to: `user${i}@example.com`,
      subject: 'Reset your password',
      text: `Choose a new password: ${url}`,
      html: `<p>Choose a new password: <a href="${url}">${url}</a></p>`,
    }),
  ),
)
process.stdout.write(String((count * 1000) / (performance.now() - startedAt)))
mailer.close()
