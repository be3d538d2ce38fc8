const LONGEST_ANSWER_CHARACTERS = 64 * 1024

/** Such an answer is of another server: those that we ask for are shorter. */
export class AnswerTooLong extends Error {}

/** The body of an answer, as text. Throws {@link AnswerTooLong}, and when the connection breaks before its end. */
export async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > LONGEST_ANSWER_CHARACTERS) throw new AnswerTooLong('the answer is too long')
  }
  return text
}

/** The fields of a JSON object; none when it is no object. An array is none. */
export function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? { ...value } : {}
  } catch {
    return {}
  }
}
