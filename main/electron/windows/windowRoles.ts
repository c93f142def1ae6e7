/** Knows what each window of the program is there for: by the window itself, since a page can rewrite its own address. */
import type { WebContents } from 'electron'
import type { PageRole } from '#main/desk/pageRights'

export type WindowRole = PageRole | 'card'

export interface WindowRoles {
  give(contents: WebContents, role: WindowRole): void
  /** null for a window nobody opened here. */
  of(contentsId: number): WindowRole | null
}

export function createWindowRoles(): WindowRoles {
  const roles = new Map<number, WindowRole>()
  return {
    give(contents, role) {
      const { id } = contents
      roles.set(id, role)
      contents.once('destroyed', () => roles.delete(id))
    },
    of: (id) => roles.get(id) ?? null,
  }
}
