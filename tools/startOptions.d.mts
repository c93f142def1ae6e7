/** The types of `startOptions.mjs`, which is plain JavaScript because it runs before anything is installed. */

export type StartParsing =
  | { readonly kind: 'start'; readonly options: Readonly<Record<string, string | true>> }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'wrong'; readonly text: string }

/** `words` stand after the program's name. */
export function parseStartOptions(words: readonly string[]): StartParsing
