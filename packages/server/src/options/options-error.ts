/** Every problem with the options at once, each with its remedy. */
export class OptionsError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(
      [
        `createLatchkey cannot work with these options (${problems.length === 1 ? 'one problem' : `${problems.length} problems`}):`,
        ...problems.map((problem) => `  - ${problem}`),
      ].join('\n'),
    )
    this.name = 'OptionsError'
    this.problems = problems
  }
}
