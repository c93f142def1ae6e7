/** Keeps foreign text inside a sentence from reordering it (Unicode UAX 9, first-strong isolate). */

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/
const leftToRight = /[A-Za-z\u00c0-\u024f\u0370-\u052f\u4e00-\u9fff]/
/** A number with signs or spaces, as telephone numbers are: neutral, and reordered by a right-to-left sentence. */
const compoundNumber = /[+*#]|[0-9۰-۹][ \-–/()]+[0-9۰-۹]/

/** Wraps `text` in isolate marks only where its direction could differ, so that plain text stays plain. */
export function isolateIn(text: string, direction: 'ltr' | 'rtl'): string {
  const risky =
    direction === 'ltr' ? rightToLeft.test(text) : leftToRight.test(text) || compoundNumber.test(text)
  return risky ? `\u2068${text}\u2069` : text
}
