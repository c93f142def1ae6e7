/** What a hostile page sends to the bridge: made from the contract itself, so that a new call is under fire by itself. */
import { z } from 'zod'
import { bridgeContract } from '#contract/bridge'

/** One call of the bridge, as the contract says it. */
export interface BridgeCall {
  /** For example `/settings/change`. */
  readonly path: string
  readonly schema: z.ZodType
}

export const bridgeCalls: readonly BridgeCall[] = listCalls(bridgeContract, '')

/** Every call of a contract, whatever depth it lies at. */
export function listCalls(node: object, above: string): BridgeCall[] {
  return Object.entries(node).flatMap(([name, each]: [string, object]) => {
    const path = `${above}/${name}`
    const definition = (each as { '~orpc'?: { inputSchema?: z.ZodType } })['~orpc']
    if (definition === undefined) return listCalls(each, path)
    if (definition.inputSchema === undefined) throw new Error(`${path} takes anything`)
    return [{ path, schema: definition.inputSchema }]
  })
}

/** Longer than anything a page of ours says in one field, and still let through by the socket. */
const hugeText = 'ا'.repeat(50_000)
/** Beyond what the socket reads at all. */
export const vastText = 'x'.repeat(2_000_000)

/** JSON as text: an object written in code would lose `__proto__` on the way. */
const deepList = '['.repeat(30_000) + ']'.repeat(30_000)
const deepField = '['.repeat(5000) + ']'.repeat(5000)
const deepObject = `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`
const prototypes = [
  '{"__proto__":{"isHostile":true}}',
  '{"constructor":{"prototype":{"isHostile":true}}}',
  '{"prototype":{"isHostile":true},"toString":1,"hasOwnProperty":1,"valueOf":null}',
]
const plain = ['0', '-1', '1e308', 'true', '"text"', '[]', '[[]]', '[null]', '{}', 'null', '{"hostile":1}']

/** Each a JSON text that this call must refuse; what its schema would take is left out. */
export function refusedInputs({ schema }: BridgeCall): string[] {
  const longText = 'x'.repeat(200_000 / (keysOf(schema).length + 1))
  const values = [
    'null',
    '-1',
    '1e400',
    'true',
    '{}',
    '[]',
    JSON.stringify(longText),
    ...prototypes,
    deepField,
  ]
  const filled = keysOf(schema).length === 0 ? [] : values.map((value) => fill(schema, value))
  const looped = keysOf(schema).length === 0 ? [] : [fill(schema, fill(schema, fill(schema, 'null')))]
  const all = [...plain, ...prototypes, deepList, deepObject, JSON.stringify(hugeText), ...filled, ...looped]
  return all.filter((text) => !schema.safeParse(JSON.parse(text)).success)
}

/** Marks of the serializer, which builds dates, maps and the like by a path into the input; and what is no input at all. */
export const brokenBodies: readonly string[] = [
  '{"json":5,"meta":[[7,"__proto__","isHostile"]]}',
  '{"json":{"a":{}},"meta":[[7,"a","__proto__"]]}',
  '{"json":{},"meta":[[1,"constructor","prototype"]]}',
  '{"json":{"a":"/(a+)+$/"},"meta":[[5,"a"]]}',
  `{"json":{"a":"${'9'.repeat(100_000)}"},"meta":[[0,"a"]]}`,
  '{"json":5,"meta":[[99]]}',
  '{"json":{},"meta":"no"}',
  '{"json":{},"meta":{"length":1e9}}',
  '{"json":{},"maps":[["__proto__"]]}',
  '17',
  '"text"',
  '[]',
]

/** Names that are no call, though every object has some of them. */
export const strayPaths: readonly string[] = [
  '/',
  '/__proto__',
  '/constructor/constructor',
  '/desk/__proto__/watch',
  '/settings/toString',
  '/settings/change/~orpc/handler',
  '/desk%2Fwatch',
  '/%zz',
  `/${'a/'.repeat(5000)}`,
]

function keysOf(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

/** An object with every key of the schema, each with the same value, and one key more. */
function fill(schema: z.ZodType, value: string): string {
  const fields = [...keysOf(schema), 'hostile'].map((key) => `${JSON.stringify(key)}:${value}`)
  return `{${fields.join(',')}}`
}
