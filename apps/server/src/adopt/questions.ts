import { AdoptionRefused } from './refusal.ts'

/** Somebody who decides what tables do not show. */
export type Answers = {
  /** The place of the choice, or `undefined` if nobody can say. */
  choose(question: string, choices: readonly string[]): Promise<number | undefined>
  /** @param usual what is taken if nothing is said. */
  confirm(question: string, usual: boolean): Promise<boolean>
}

/** For machines: every proposal is accepted, and where there is none, nobody can say. */
export const accepting: Answers = {
  choose: () => Promise.resolve(undefined),
  confirm: (_question, usual) => Promise.resolve(usual),
}

/** @param question prints a question and reads one line; `undefined` if nobody is there. */
const nobody =
  'There are questions, and nobody to answer them here. Run this in a terminal, or accept every proposal with --yes.'

export function asking(question: (text: string) => Promise<string | undefined>): Answers {
  async function answered<T>(text: string, read: (answer: string) => T | undefined): Promise<T> {
    for (;;) {
      const answer = await question(text)
      if (answer === undefined) throw new AdoptionRefused(nobody)
      const known = read(answer.trim().toLowerCase())
      if (known !== undefined) return known
    }
  }
  return {
    choose: (asked, choices) => {
      const listed = choices.map((choice, at) => `  ${at + 1}  ${choice}`).join('\n')
      return answered(`${asked}\n${listed}\nNumber: `, (answer) => {
        const place = Number(answer) - 1
        return choices[place] === undefined ? undefined : place
      })
    },
    confirm: (asked, usual) =>
      answered(`${asked} [${usual ? 'Y/n' : 'y/N'}] `, (answer) => {
        if (answer === '') return usual
        if (/^no?$/.test(answer)) return false
        return /^y(?:es)?$/.test(answer) ? true : undefined
      }),
  }
}
