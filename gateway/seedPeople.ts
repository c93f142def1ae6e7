/** Brings the people a site names into the store: new ones are added, changed ones changed, passwords only hashed. */
import type { Role } from '#contract/agent'
import { AgentId } from '#contract/ids'
import { toDisplayText } from '#contract/text'
import { hashPassword, verifyPassword } from '#gateway/sessions/password'
import { StartRefused } from '#gateway/startRefused'
import type { Store, StoredPerson } from '#gateway/store/createStore'

/** Someone who shall be able to sign in. The user name is the same whatever its letters' case. */
export type SeedPerson = {
  readonly userName: string
  readonly name: string
  readonly role: Role
  readonly extension: string
} & (
  | { readonly password: string }
  /** As `hashPassword` makes it, for a site that keeps no password in the clear. */
  | { readonly passwordHash: string }
)

export async function seedPeople(store: Store, seeds: readonly SeedPerson[]): Promise<StoredPerson[]> {
  refuseDoubles(seeds)
  const known = new Map(store.people().map((person) => [person.id, person]))
  const people = await Promise.all(seeds.map((seed) => toPerson(seed, known)))
  for (const person of people) store.putPerson(person)
  return store.people()
}

function refuseDoubles(seeds: readonly SeedPerson[]): void {
  for (const key of [
    (seed: SeedPerson) => seed.userName.toLowerCase(),
    (seed: SeedPerson) => seed.extension,
  ]) {
    const values = seeds.map(key)
    const double = values.find((value, index) => values.indexOf(value) !== index)
    if (double !== undefined) throw new StartRefused('invalid', double, `Two people share ${double}`)
  }
}

/** The id follows from the user name, so that a store begun anew knows the same people by the same ids. */
async function toPerson(seed: SeedPerson, known: ReadonlyMap<AgentId, StoredPerson>): Promise<StoredPerson> {
  const { userName, role, extension } = seed
  const name = toDisplayText(seed.name)
  const id = AgentId.parse(`user-${userName.toLowerCase()}`)
  const passwordHash = await toPasswordHash(seed, known.get(id)?.passwordHash)
  return { id, userName, name, role, extension, passwordHash }
}

/** A password that is still the same keeps its hash. */
async function toPasswordHash(seed: SeedPerson, before: string | undefined): Promise<string> {
  if ('passwordHash' in seed) return seed.passwordHash
  const isSame = before !== undefined && (await verifyPassword(seed.password, before))
  return isSame ? before : hashPassword(seed.password)
}
