/** Where each page stands. Pages know it to link to each other; which page is shown is `pages.tsx`. */

export const addresses = {
  watch: '/',
  wall: '/cameras',
  newCamera: '/cameras/new',
  camera: (id: string) => `/cameras/${id}`,
  setup: (id: string) => `/cameras/${id}/setup`,
  places: '/places',
  rules: '/rules',
  sensors: '/sensors',
  people: '/people',
  account: '/account',
  shift: '/shift',
  shiftReport: (id: string) => `/shift/${id}/print`,
  log: '/log',
  logAlert: (id: string) => `/log?alert=${id}`,
  hygiene: '/hygiene',
} as const

/** What a page is given: the id in its address, empty where the address has none. */
export interface PageProps {
  readonly id: string
}
