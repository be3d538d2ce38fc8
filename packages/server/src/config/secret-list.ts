const LEAST_BYTES = 32

/**
 * One server secret, or several during a rotation, separated by commas or white space. The first one signs.
 *
 * @returns the entries, and the problems in words.
 */
export function secretList(text: string): { secrets: string[]; problems: string[] } {
  if (/(?:^|\s)#/.test(text)) {
    return { secrets: [], problems: ['must have no comment: take out the # and what follows'] }
  }
  const secrets = text.split(/[\s,]+/).filter(Boolean)
  const bytesIn = (secret: string) => new TextEncoder().encode(secret).length
  const advice = `must be at least ${LEAST_BYTES} bytes; make one with: openssl rand -base64 32`
  if (secrets.length <= 1) {
    const long = bytesIn(secrets[0] ?? '') >= LEAST_BYTES
    return { secrets, problems: long ? [] : [advice] }
  }
  // Entries are named by their position: problems are printed, and must not contain a secret.
  const problems = secrets.flatMap((secret, i) =>
    bytesIn(secret) >= LEAST_BYTES
      ? []
      : [`entry ${i + 1} of ${secrets.length} (commas and spaces separate them) ${advice}`],
  )
  return { secrets, problems }
}
