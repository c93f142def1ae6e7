/** Decides where in the stereo field each of several calls is heard, so that an ear can tell them apart. */

export interface StereoPlace {
  /** −1 left, 0 middle, 1 right. */
  readonly pan: number
  /** Against the level it came with; 0 is unchanged. */
  readonly gainDb: number
}

/** Those beside the one in focus, by how many they are. */
const beside: readonly (readonly number[])[] = [[], [-0.8], [-0.8, 0.8], [-0.9, 0.9, 0.45]]
const besideDb = -9

/** One place for each id, in their order. Without a focus among them the first one is in the middle. */
export function toStereoPlaces<T>(ids: readonly T[], focus: T | null): StereoPlace[] {
  const middle = focus !== null && ids.includes(focus) ? focus : ids[0]
  const others = ids.filter((id) => id !== middle)
  const pans = beside[Math.min(others.length, beside.length - 1)] ?? []
  return ids.map((id) => {
    if (id === middle) return { pan: 0, gainDb: 0 }
    return { pan: pans[others.indexOf(id) % pans.length] ?? 0, gainDb: besideDb }
  })
}
