/** Who may do what. One policy table; a route without an action does not start. */
import { z } from 'zod'
import { roles } from './lists.ts'

export const actions = [
  'public',
  'session.open',
  /** What a session that is locked, or has a password to change, may still do. */
  'session.keep',
  'session.own',
  /** The live lane itself; what flows over it depends on the other actions. */
  'live.read',
  'watch.read',
  /** Alerts of cameras and of the system, without movers and pictures: what an engineer mends. */
  'health.read',
  'alert.acknowledge',
  /** Taking, and noting, what cameras and the system tell of themselves; of a mover it asks for `alert.acknowledge`. */
  'alert.acknowledge-health',
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
  /** Sensors and the brokers that they are heard through: where they stand and how they do. */
  'sensor.read',
  'sensor.configure',
  /** What officers ended again and again, and what comes without sound because of it. */
  'nuisance.read',
  'nuisance.forget',
  'shift.read',
  'shift.keep',
  'hygiene.read',
  'people.read',
  'people.configure',
  'journal.read',
  'operations.read',
] as const
export type Action = (typeof actions)[number]

export { roles } from './lists.ts'
export type Role = (typeof roles)[number]

export const signIn = z.object({ name: z.string().trim().min(1).max(80), password: z.string().min(1).max(256) })

/** A role that holds now. */
export const right = z.object({ role: z.enum(roles), area: z.string() })

/** Answer of `POST` and `GET /api/session`. `csrf` goes back in the header `x-marsad-csrf` of every request that changes something. */
export const sessionView = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  roles: z.array(z.enum(roles)),
  rights: z.array(right),
  csrf: z.string(),
  site: z.object({
    id: z.string(),
    name: z.object({ ar: z.string(), en: z.string() }),
    timeZone: z.string(),
    /** The demo says so on every screen. */
    isSimulation: z.boolean(),
  }),
  expiresAt: z.string(),
  /** Only lamps and sound until a PIN or a password opens it again. */
  isLocked: z.boolean(),
  /** The password was given by an administrator: nothing else can be done before it is changed. */
  mustChangePassword: z.boolean(),
  hasPin: z.boolean(),
})
export type SessionView = z.infer<typeof sessionView>

/** A session as it is listed: where from, since when, last seen. */
export const sessionLine = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  /** Browser and system in a few words; empty when the browser said nothing. */
  device: z.string(),
  address: z.string(),
  openedBy: z.enum(['password', 'pin']),
  since: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
  isLocked: z.boolean(),
  isThis: z.boolean(),
})
export type SessionLine = z.infer<typeof sessionLine>

const pin = z.string().trim().min(1).max(40)
const password = z.string().min(1).max(256)

export const changePassword = z.object({ commandId: z.uuid(), old: password, next: password })
export const setPin = z.object({ commandId: z.uuid(), password, pin })
/** Opens a locked screen: the PIN, or the password where there is none or it was wrong too often. */
export const unlock = z.union([z.object({ pin }), z.object({ password })])
/** Another officer takes over the desk. */
export const changeOfficer = z.object({ name: z.string().trim().min(1).max(80), pin })

// ------------------------------------------------------------------------------------------ people

export const grantView = z.object({
  id: z.string(),
  role: z.enum(roles),
  area: z.string(),
  from: z.string(),
  until: z.string().nullable(),
  /** Whether it holds at this moment. */
  isNow: z.boolean(),
})
export type GrantView = z.infer<typeof grantView>

export const personView = z.object({
  id: z.string(),
  /** The version that a command names in `basedOn`. */
  version: z.number().int(),
  name: z.string(),
  /** What the person types to sign in; shown to those who manage people. */
  login: z.string(),
  isActive: z.boolean(),
  hasPin: z.boolean(),
  /** A one-time password that nobody has used yet. */
  mustChangePassword: z.boolean(),
  grants: z.array(grantView),
  sessions: z.number().int(),
  changed: z.object({ at: z.string(), by: z.string().nullable() }),
})
export type PersonView = z.infer<typeof personView>

/** An area as a picker shows it; `name` null: nothing on the map has it, so its path stands for it. */
export const areaView = z.object({
  area: z.string(),
  name: z.object({ ar: z.string(), en: z.string() }).nullable(),
})
export type AreaView = z.infer<typeof areaView>

const wanted = z.object({
  role: z.enum(roles),
  area: z.string().max(200),
  from: z.iso.datetime({ offset: true }).nullable().default(null),
  until: z.iso.datetime({ offset: true }).nullable().default(null),
})
const command = z.object({ commandId: z.uuid(), basedOn: z.number().int().min(0) })
export const addPerson = z.object({
  commandId: z.uuid(),
  // Longer than any name may be: why it is refused is said by name, not by the schema.
  name: z.string().max(200),
  login: z.string().max(200),
  grants: z.array(wanted).max(20),
})
export const renamePerson = command.extend({ name: z.string().max(200) })
export const giveGrant = command.extend(wanted.shape)
export const endGrant = command.extend({ grantId: z.string().max(80) })
export const personCommand = command

/** Shown once and kept nowhere. */
export const oneTimePassword = z.object({ person: personView, password: z.string() })

/** Every refusal of this feature; a test compares them with the texts. */
export const accessRefusals = [
  'session.wrong',
  'session.rate',
  'session.expired',
  'session.locked',
  'session.must-change-password',
  'password.wrong',
  'password.short',
  'password.is-name',
  'password.common',
  'password.same',
  'pin.wrong',
  'pin.none',
  'pin.digits',
  'pin.simple',
  'pin.password-needed',
  'people.stale',
  'people.name-unseen',
  'people.name-length',
  'people.name-letters',
  'people.name-taken',
  'people.login-taken',
  'people.separation',
  'people.last-administrator',
  'people.own-account',
  'people.own-grant',
  'people.grant-exists',
  'people.grant-not-found',
  'people.interval',
  'people.area',
  'people.inactive',
] as const
