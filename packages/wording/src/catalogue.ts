/** A text that takes its arguments and returns a string. */
export type Text<Values = never> = (values: Values) => string

/** The texts of one locale and one purpose, by key. */
export type Catalogue = Readonly<Record<string, Text>>
