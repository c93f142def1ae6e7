/** The address of the window of a big screen: the page that is nothing but a wallboard. */
export function isWallboardAddress(search: string): boolean {
  return new URLSearchParams(search).get('view') === 'wallboard'
}
