/** What the desk asks a person when a proxy on the way to the network wants to know who they are. */
import { z } from 'zod'

export const ProxyQuestion = z.object({
  id: z.uuid(),
  /** Host and port of the proxy, as the system names it. */
  proxy: z.string().max(300),
  /** What the proxy says the sign-in is for: its own words, hostile until shown as text; empty for none. */
  realm: z.string().max(200),
  /** The proxy has turned down what was told before. */
  wasWrong: z.boolean(),
  /** How often it can still be tried: 1 to 3. */
  triesLeft: z.number().int().min(1).max(3),
  /** Name and password go to the proxy unencrypted: it asks for them that way. */
  isReadable: z.boolean(),
  /** Whether there is a keychain in which they can be kept. */
  canKeep: z.boolean(),
})
export type ProxyQuestion = z.infer<typeof ProxyQuestion>

export const ProxyAnswer = z.object({
  id: z.uuid(),
  /** Without a colon or control characters (RFC 7617, 2). */
  user: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^:\p{Cc}]+$/u),
  password: z
    .string()
    .max(256)
    .regex(/^[^\p{Cc}]*$/u),
  /** In the system's keychain, for the next start. */
  keep: z.boolean(),
})
export type ProxyAnswer = z.infer<typeof ProxyAnswer>
