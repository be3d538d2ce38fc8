import { IncomingMessage } from 'node:http'
import type {
  GetAccountCommandOutput,
  SESv2Client,
  SESv2ServiceException,
} from '@aws-sdk/client-sesv2'
import { createTransport } from 'nodemailer'
import type { OutgoingEmail } from '../../smtp/outgoing-email.ts'
import {
  AnswerCutOff,
  idOf,
  type KeyFinding,
  type MailService,
  type MailServiceAccount,
  MESSAGE_TAG,
  NotComposed,
  NotSent,
  type ServiceAnswer,
} from '../mail-service.ts'

type Account = Extract<MailServiceAccount, { service: 'ses' }>

/**
 * Amazon's own client signs the calls, and finds the credentials of a machine that has a role. The email is composed as
 * for SMTP, and sent as it is.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export function openSes({ region, credentials, configurationSet, endpoint }: Account): MailService {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  let client: SESv2Client | undefined

  async function open() {
    // It is large, and a server with another way to send does not load it.
    const { SESv2Client, SendEmailCommand, GetAccountCommand } = await import(
      '@aws-sdk/client-sesv2'
    )
    client ??= new SESv2Client({
      region,
      // Whether to try again is decided where it is known what failed.
      maxAttempts: 1,
      // A copy: it writes into the object that it is given, and settings are frozen.
      ...(credentials && { credentials: { ...credentials } }),
      ...(endpoint !== undefined && { endpoint }),
    })
    return { client, SendEmailCommand, GetAccountCommand }
  }

  return {
    name: 'ses',
    host: endpoint ? new URL(endpoint).host : `email.${region}.amazonaws.com`,
    keepsKeys: false,
    secrets: credentials ? [credentials.secretAccessKey] : [],
    async send(email, { signal }) {
      const { client, SendEmailCommand } = await open()
      const command = new SendEmailCommand({
        FromEmailAddress: email.from.address,
        Destination: { ToAddresses: [email.to.address] },
        Content: { Raw: { Data: await composed(composer, email) } },
        EmailTags: [{ Name: MESSAGE_TAG, Value: idOf(email) }],
        ConfigurationSetName: configurationSet,
      })
      const call = watchCall(command.middlewareStack)
      try {
        const { MessageId = '' } = await client.send(command, { abortSignal: signal })
        return { status: 200, isGenuine: MessageId !== '', code: '', text: MessageId }
      } catch (error) {
        return refusal(error, call)
      }
    },
    async whoAmI(callMs) {
      const { client, GetAccountCommand } = await open()
      const command = new GetAccountCommand({})
      const call = watchCall(command.middlewareStack)
      // The time of the call alone: the client takes a while to load.
      const signal = AbortSignal.timeout(callMs)
      try {
        const account = await client.send(command, { abortSignal: signal })
        // Of an object without fields, the client makes an answer that says nothing.
        const isGenuine = account.SendingEnabled !== undefined
        return { status: 200, isGenuine, code: '', text: '', finding: accountFinding(account) }
      } catch (error) {
        const answer = refusal(error, call)
        return { ...answer, finding: refusedFinding(answer) }
      }
    },
    close: () => client?.destroy(),
  }
}

async function composed(
  composer: ReturnType<typeof createTransport>,
  email: OutgoingEmail,
): Promise<Uint8Array> {
  try {
    const { message } = (await composer.sendMail(email)) as unknown as { message: Buffer }
    return message
  } catch (error) {
    throw new NotComposed(error)
  }
}

function accountFinding({
  SendingEnabled,
  ProductionAccessEnabled,
}: GetAccountCommandOutput): KeyFinding | undefined {
  if (SendingEnabled === false) {
    return {
      ...{ result: 'refused', says: 'Amazon SES knows the credentials, and has paused sending.' },
      todo: 'Look at the account dashboard of SES in this region.',
    }
  }
  if (ProductionAccessEnabled === false) {
    return {
      result: 'unclear',
      says: 'Amazon SES knows the credentials. The account is in the sandbox: it sends to verified addresses only.',
      todo: 'Request production access in this region.',
    }
  }
  return undefined
}

/** The signature was right: only then does it look at what the role may do. */
function refusedFinding({ code }: ServiceAnswer): KeyFinding | undefined {
  if (!/^AccessDenied/.test(code)) return undefined
  return {
    result: 'unclear',
    says: 'Amazon SES knows the credentials, which may not look at the account (ses:GetAccount).',
    todo: 'Send an email: latchkey mail test --to you@example.com',
  }
}

type Call = { begun: boolean }

/** The last step of the client before the answer is read. */
type LastStep<Args, Result> = (
  next: (args: Args) => Promise<Result>,
) => (args: Args) => Promise<Result>

/** Whether the client got as far as sending: before that it looks for credentials and signs. */
function watchCall<Args, Result>(steps: {
  add(step: LastStep<Args, Result>, options: { step: 'deserialize'; priority: 'low' }): void
}): Call {
  const call = { begun: false }
  const watch: LastStep<Args, Result> = (next) => (args) => {
    call.begun = true
    return next(args)
  }
  steps.add(watch, { step: 'deserialize', priority: 'low' })
  return call
}

/** Of an answer, what it says. What is no answer is thrown on. */
function refusal(error: unknown, call: Call): ServiceAnswer {
  const { name, message, $metadata, $response } = error as SESv2ServiceException
  const answer = { isGenuine: false, code: name, text: message }
  if (name === 'CredentialsProviderError') return { ...answer, status: 401 }
  const status = $metadata?.httpStatusCode
  // Such a status is of the service that gives the credentials.
  if (!call.begun) throw new NotSent(error, status !== undefined && mayPass(status))
  if (status === undefined) throw error
  if (status >= 300) return { ...answer, status }
  const body: unknown = $response?.body
  if (body instanceof IncomingMessage && !body.complete) throw new AnswerCutOff(status)
  // The client did not understand it, and says where in its own code that was.
  return { ...answer, status, code: '', text: '' }
}

function mayPass(status: number): boolean {
  return status === 429 || status >= 500
}
