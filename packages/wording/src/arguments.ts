/*
 * Types that read the arguments of a text from the text itself: `{count, plural, …}` needs a number, `{host}` a
 * string. The parser is in one of two states: in words (`Words`), or in the list of cases of a plural or a select
 * (`Cases`). The states alternate with every level of braces, so `Open`, the depth, tells where a closing brace leads.
 */

type Values<Text extends string> = Words<Text, [], never>

/** The arguments that a text needs, by name. */
export type ArgumentsOf<Text extends string> = {
  [A in Values<Text> as A['name']]: A['value']
}

type Argument = { name: string; value: unknown }
type Depth = unknown[]

type Words<Text extends string, Open extends Depth, Found extends Argument> =
  NextBrace<Text> extends ['{', infer Rest extends string]
    ? Placeholder<Rest, Open, Found>
    : NextBrace<Text> extends ['}', infer Rest extends string]
      ? Cases<Rest, Open, Found>
      : Found

type Cases<Text extends string, Open extends Depth, Found extends Argument> =
  NextBrace<Text> extends ['{', infer Rest extends string]
    ? Words<Rest, Open, Found>
    : NextBrace<Text> extends ['}', infer Rest extends string]
      ? Open extends [unknown, ...infer Outer]
        ? Words<Rest, Outer, Found>
        : Found
      : Found

type Placeholder<
  Text extends string,
  Open extends Depth,
  Found extends Argument,
> = Text extends `${infer Head}}${infer Rest}`
  ? Head extends `${infer Name},${string}`
    ? Formatted<Text, Trim<Name>, Open, Found>
    : Words<Rest, Open, Found | { name: Trim<Head>; value: string }>
  : Found

type Formatted<
  Text extends string,
  Name extends string,
  Open extends Depth,
  Found extends Argument,
> = Text extends `${string},${infer Kind},${infer Rest}`
  ? Cases<
      Rest,
      [unknown, ...Open],
      Found | { name: Name; value: Trim<Kind> extends 'select' ? string : number }
    >
  : Found

type NextBrace<Text extends string> = Text extends `${infer Before}{${infer After}`
  ? Before extends `${infer Closed}}${string}`
    ? Text extends `${Closed}}${infer Rest}`
      ? ['}', Rest]
      : never
    : ['{', After]
  : Text extends `${string}}${infer Rest}`
    ? ['}', Rest]
    : []

type Trim<Text extends string> = Text extends ` ${infer Rest}`
  ? Trim<Rest>
  : Text extends `${infer Rest} `
    ? Trim<Rest>
    : Text
