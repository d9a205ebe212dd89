/** Who may do what. One policy table; a route without an action does not start. */
import { z } from 'zod'

export const actions = [
  'public',
  'session.open',
  'session.own',
  'watch.read',
  'alert.acknowledge',
  'alert.close',
  'alert.shown',
  /** Taking it out of the way for a time. How long, and what, is decided with the alert and the role. */
  'alert.shelve',
  /** Raising one by hand, and raising a priority. */
  'alert.raise',
  'alert.lower',
  /** What a person adds in words: to an alert, to the log of the shift. */
  'log.write',
  'camera.read',
  /** Its picture: content, which whoever only runs the machine does not see. */
  'camera.look',
  'camera.configure',
  /** Planned work: out of service and back. */
  'camera.service',
  'place.read',
  'place.configure',
  'rule.read',
  'rule.configure',
  'shift.read',
  'shift.keep',
  'hygiene.read',
  'people.read',
  'people.configure',
  'journal.read',
  'operations.read',
] as const
export type Action = (typeof actions)[number]

export const roles = ['watch_officer', 'commander', 'engineer', 'administrator'] as const
export type Role = (typeof roles)[number]

export const signIn = z.object({ name: z.string().trim().min(1).max(80), password: z.string().min(1).max(256) })

/** Answer of `POST` and `GET /api/session`. `csrf` goes back in the header `x-marsad-csrf` of every request that changes something. */
export const sessionView = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  roles: z.array(z.enum(roles)),
  csrf: z.string(),
  site: z.object({
    id: z.string(),
    name: z.object({ ar: z.string(), en: z.string() }),
    timeZone: z.string(),
    /** The demo says so on every screen. */
    isSimulation: z.boolean(),
  }),
  expiresAt: z.string(),
})
export type SessionView = z.infer<typeof sessionView>
