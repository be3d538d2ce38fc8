import { CommandFailed } from './terminal.ts'

/** @throws CommandFailed */
export function knownWebhook(
  name: string | undefined,
  webhooks: readonly { name: string }[],
): void {
  if (name === undefined || webhooks.some((one) => one.name === name)) return
  const names = webhooks.map((one) => one.name).join(', ')
  throw new CommandFailed(
    names === ''
      ? 'There is no webhook: set WEBHOOK_URL or WEBHOOKS_FILE (docs/events.md).'
      : `There is no webhook ${name}; there are: ${names}.`,
  )
}
