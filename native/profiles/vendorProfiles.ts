/** What is known of each vendor's headsets, and which profile serves a given device. */
import { defaultProfile, type HeadsetProfile, type ProfileMatch } from '#native/profiles/headsetProfile'

const jabra: HeadsetProfile = {
  ...defaultProfile,
  name: 'Jabra',
  // An answer that was not acknowledged at once is told again about two seconds later.
  hookDuplicateMs: 2500,
}

const poly: HeadsetProfile = {
  ...defaultProfile,
  name: 'Plantronics or Poly',
  hookDuplicateMs: 50,
  pressDuplicateMs: 50,
  onHookWhileHeld: 'ignore',
  rejectsByRepeatedOnHook: true,
}

const epos: HeadsetProfile = { ...defaultProfile, name: 'Sennheiser or EPOS', onLineWithOffHook: true }

const yealink: HeadsetProfile = { ...defaultProfile, name: 'Yealink', heldIsOffHook: false }

/** A desk phone: its hook is the cradle, and it falls asleep without its keep-alive. */
const polycomPhone: HeadsetProfile = {
  ...defaultProfile,
  name: 'Polycom CX300',
  keepAlive: { hex: '1709040102', everyMs: 30_000 },
}

/** Sends its mute state over and over in a bit that is declared a press. */
const anker: HeadsetProfile = { ...defaultProfile, name: 'Anker', muteIsState: true }

const cyberAcoustics: HeadsetProfile = {
  ...defaultProfile,
  name: 'Cyber Acoustics',
  rejectsByRepeatedOnHook: true,
}

export const vendorProfiles: readonly ProfileMatch[] = [
  { vendorId: 0x095d, productIds: [0x9201], profile: polycomPhone },
  { vendorId: 0x0b0e, productIds: null, profile: jabra },
  { vendorId: 0x047f, productIds: null, profile: poly },
  { vendorId: 0x1395, productIds: null, profile: epos },
  { vendorId: 0x6993, productIds: null, profile: yealink },
  { vendorId: 0x291a, productIds: null, profile: anker },
  { vendorId: 0x3391, productIds: null, profile: cyberAcoustics },
]

/** The first entry that fits; the default for a device nobody has described. */
export function chooseProfile(
  profiles: readonly ProfileMatch[],
  vendorId: number,
  productId: number,
): HeadsetProfile {
  const match = profiles.find(
    (each) => each.vendorId === vendorId && (each.productIds === null || each.productIds.includes(productId)),
  )
  return match?.profile ?? defaultProfile
}
