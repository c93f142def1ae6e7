/** Asks a laboratory's own command line how a queue's line, one member and one channel stand. */
import type { AsteriskLab } from '#tools/lab/asteriskLab'

interface SwitchChannel {
  readonly name: string
  readonly context: string
  readonly bridge: string
  readonly uniqueId: string
}

async function channels(lab: AsteriskLab): Promise<SwitchChannel[]> {
  const text = await lab.cli('core show channels concise')
  return text.split('\n').flatMap((line) => {
    const fields = line.trim().split('!')
    const [name = '', context = ''] = fields
    // Numbers and names before them may hold the sign itself: the last two are counted from the end.
    const [bridge = '', uniqueId = ''] = fields.slice(-2)
    return fields.length < 14 ? [] : [{ name, context, bridge, uniqueId }]
  })
}

/** The callers of a queue, next first, by the ids of their channels. */
export async function lineOf(lab: AsteriskLab, queue: string): Promise<string[]> {
  const ids = new Map((await channels(lab)).map(({ name, uniqueId }) => [name, uniqueId]))
  const text = await lab.cli(`queue show ${queue}`)
  return [...text.matchAll(/^\s+\d+\. (\S+) \(wait:/gm)].map(([, name = '']) => ids.get(name) ?? name)
}

/** What the switch says of one member, on one line; empty when it is none. */
export async function memberOf(lab: AsteriskLab, queue: string, extension: string): Promise<string> {
  const text = await lab.cli(`queue show ${queue}`)
  return text.split('\n').find((line) => line.includes(`PJSIP/${extension}`) && !line.includes('wait:')) ?? ''
}

export async function channelOf(lab: AsteriskLab, uniqueId: string): Promise<SwitchChannel | null> {
  return (await channels(lab)).find((each) => each.uniqueId === uniqueId) ?? null
}

/** The extensions in conversation with a channel. */
export async function bridgedWith(lab: AsteriskLab, uniqueId: string): Promise<string[]> {
  const all = await channels(lab)
  const bridge = all.find((each) => each.uniqueId === uniqueId)?.bridge ?? ''
  if (bridge === '') return []
  const others = all.filter((each) => each.bridge === bridge && each.uniqueId !== uniqueId)
  return others.map(({ name }) => /^PJSIP\/(\d+)-/.exec(name)?.[1] ?? name)
}
