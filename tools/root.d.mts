/** The types of `root.mjs`, which is plain JavaScript because it runs before anything is installed. */

/** The project's folder, absolute: the nearest one upwards that holds a package.json. */
export const root: string
