/** How a template says what is sent: address, headers and body, each with names that are filled in. */
import { z } from 'zod'
import { type RequestKind, textFor } from '#main/crm/connectors/rest/template/placeholder'

const deepest = 12

/** `method` is GET unless there is a body. `path` is relative to the template's `url`, or begins at its root with `/`. */
export function requestFor(kind: RequestKind) {
  const text = textFor(kind)
  return z.strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH'], 'GET, POST, PUT or PATCH').optional(),
    path: text
      .max(1000)
      .refine((path) => !/^(\/\/|\\|[a-z]+:)/i.test(path), 'a path below url, not another address'),
    query: z.record(z.string(), z.union([text, z.number(), z.boolean()])).default({}),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9!#$&^_.+-]{1,60}$/, 'the name of a header'), text)
      .default({}),
    /** Sent as JSON, its texts filled in. */
    body: bodyFor(kind).optional(),
  })
}

export type RequestTemplate = z.infer<ReturnType<typeof requestFor>>

function bodyFor(kind: RequestKind) {
  const text = textFor(kind)
  return z.unknown().superRefine((body, context) => {
    const walk = (value: unknown, path: (string | number)[]): void => {
      if (path.length > deepest) {
        context.addIssue({ code: 'custom', message: `a body has at most ${deepest} levels`, path })
      } else if (typeof value === 'string') {
        for (const issue of text.safeParse(value).error?.issues ?? [])
          context.addIssue({ code: 'custom', message: issue.message, path })
      } else if (Array.isArray(value)) {
        for (const [index, each] of value.entries()) walk(each, [...path, index])
      } else if (typeof value === 'object' && value !== null)
        for (const [name, each] of Object.entries(value)) walk(each, [...path, name])
    }
    walk(body, [])
  })
}
