/** What axe finds in a page that would keep somebody from using it. */
import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

/** WCAG 2.2 at levels A and AA, and what is good practice; by name, because some rules run only when they are asked for. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Each serious or critical finding, with the elements it is about. */
export async function findSerious(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { runOnly: ${JSON.stringify(rules)} })`,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => {
      const elements = nodes.map(({ html }) => html).join(' | ')
      return `${id}: ${elements.slice(0, 600)}`
    })
}
