/** Every problem with the settings at once, each with its remedy. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  /** @param notes what may explain the problems, such as a name that was misspelt. */
  constructor(problems: readonly string[], notes: readonly string[] = []) {
    super(
      [
        `The settings have ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`,
        ...problems.map((problem) => `  - ${problem}`),
        ...notes,
      ].join('\n'),
    )
    this.name = 'ConfigError'
    this.problems = problems
  }
}
