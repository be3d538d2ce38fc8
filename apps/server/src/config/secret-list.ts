const LEAST_BYTES = 32

/**
 * One server secret, or several while it is rotated: separated by commas or white space, the one that signs first.
 *
 * @returns the entries, and what is wrong with them.
 */
export function secretList(text: string): { secrets: string[]; problems: string[] } {
  const secrets = text.split(/[\s,]+/).filter(Boolean)
  const bytesIn = (secret: string) => new TextEncoder().encode(secret).length
  const advice = `must be at least ${LEAST_BYTES} bytes; make one with: openssl rand -base64 32`
  if (secrets.length <= 1) {
    const long = bytesIn(secrets[0] ?? '') >= LEAST_BYTES
    return { secrets, problems: long ? [] : [advice] }
  }
  // By their place: a problem is printed, and must not quote a secret.
  const problems = secrets.flatMap((secret, i) =>
    bytesIn(secret) >= LEAST_BYTES
      ? []
      : [`entry ${i + 1} of ${secrets.length} (commas and spaces separate them) ${advice}`],
  )
  return { secrets, problems }
}
