/** Stands where there is no figure: a level of nobody, a wait of nobody. The same in every language. */
export const nothingYet = '—'
