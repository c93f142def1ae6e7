/** No word for a person stands in the page's source: every one comes from the locale files. */
import { parseAst } from 'vite'
import { expect, test } from 'vitest'
import { readSources } from '#tests/architecture/sourceFiles'

const spokenAttributes = new Set([
  'aria-label',
  'aria-valuetext',
  'alt',
  'title',
  'placeholder',
  'data-tip',
  'tip',
  'label',
])

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

test.each([
  ['<p>Hello</p>', ['Hello']],
  ['<p title="Hello" />', ['Hello']],
  ['<p>{"Hello"}</p>', ['Hello']],
  ["<p>{x ? 'Yes' : t('no')}</p>", ['Yes']],
  ['<p aria-label={`Hello`} />', ['Hello']],
  ['<p className="box">{t(\'key\')} 12 ·</p>', []],
])('finds the raw text of %s', (source, found) => {
  expect(findRawText(source)).toEqual(found)
})

test('the page says nothing of its own', () => {
  const pages = readSources().filter((file) => file.room === 'renderer' && file.path.endsWith('.tsx'))
  expect(pages.length).toBeGreaterThan(30)
  const raw = pages.flatMap((file) => findRawText(file.text).map((text) => `${file.path}: ${text}`))
  expect(raw).toEqual([])
})

/** Texts with letters that JSX would show or say. */
function findRawText(source: string): string[] {
  const found: string[] = []
  const note = (text: unknown): void => {
    if (typeof text === 'string' && /\p{L}/u.test(text)) found.push(text.replace(/\s+/g, ' '))
  }
  walk(parseAst(source, { lang: 'tsx' }) as unknown as Node, (node) => {
    if (node.type === 'JSXText') note(String(node.value).trim())
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      for (const child of toNodes(node.children)) noteShown(child, note)
    }
    if (node.type === 'JSXAttribute' && isSpoken(node)) noteShown(node.value, note)
  })
  return found
}

/** A literal that is itself the shown value, through conditions and templates but not through calls. */
function noteShown(value: unknown, note: (text: unknown) => void): void {
  if (!isNode(value)) return
  if (value.type === 'Literal') note(value.value)
  if (value.type === 'JSXExpressionContainer') noteShown(value.expression, note)
  if (value.type === 'ConditionalExpression') {
    noteShown(value.consequent, note)
    noteShown(value.alternate, note)
  }
  if (value.type === 'LogicalExpression') noteShown(value.right, note)
  if (value.type === 'TemplateLiteral') {
    for (const quasi of toNodes(value.quasis)) note(String((quasi.value as { cooked: string }).cooked))
  }
}

function isSpoken(attribute: Node): boolean {
  const name = attribute.name
  return isNode(name) && typeof name.name === 'string' && spokenAttributes.has(name.name)
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const value of Object.values(node)) for (const child of toNodes(value)) walk(child, visit)
}

function toNodes(value: unknown): Node[] {
  return (Array.isArray(value) ? value : [value]).filter(isNode)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
