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
  'camera.read',
  /** Its picture: content, which whoever only runs the machine does not see. */
  'camera.look',
  'camera.configure',
  'place.read',
  'place.configure',
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
