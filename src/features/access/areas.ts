/** Areas: paths such as `demo/arfaj` below the whole site, which is the empty path. */

/** The area of everything that belongs to no part of the site. */
export const wholeSite = ''

const path = /^[a-z0-9-]+(\/[a-z0-9-]+){0,7}$/

/** Whether this is the path of an area, or the whole site. */
export function isArea(area: string): boolean {
  return area === wholeSite || (area.length <= 200 && path.test(area))
}

/** Whether an area is the given one or lies below it. */
export function isWithin(area: string, subtree: string): boolean {
  return subtree === wholeSite || area === subtree || (area.startsWith(subtree) && area[subtree.length] === '/')
}

/** The area and all above it, the whole site first. */
export function pathTo(area: string): string[] {
  const above = [wholeSite]
  if (area === wholeSite) return above
  const parts = area.split('/')
  for (let length = 1; length <= parts.length; length++) above.push(parts.slice(0, length).join('/'))
  return above
}
