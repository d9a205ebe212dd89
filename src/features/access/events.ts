/** What people and their sessions write to the journal. No entry holds a name, a password, a PIN or the hash of one. */
import { z } from 'zod'
import { roles } from './contract.ts'

/** A role in an area subtree, for a time or open. */
export const grantFact = z.object({
  id: z.string(),
  role: z.enum(roles),
  /** Path of the area; empty: the whole site. */
  area: z.string(),
  from: z.string(),
  /** Null: until somebody ends it. */
  until: z.string().nullable(),
})
export type GrantFact = z.infer<typeof grantFact>

interface VaultName {
  readonly vault: string
  readonly sha256: string
}

/** Version 1 had `roles` only, which held for the whole site. */
export interface AccountCreated {
  readonly name: VaultName
  readonly roles: readonly (typeof roles)[number][]
  readonly grants?: readonly GrantFact[]
}

export interface AccountRenamed {
  readonly name: VaultName
}

/** `one-time`: an administrator made it, and it has to be changed at the next sign-in. */
export interface AccountPasswordSet {
  readonly how: 'own' | 'one-time'
}

export interface GrantEnded {
  readonly id: string
  readonly role: (typeof roles)[number]
  readonly area: string
}

/** Version 1 had an empty body: a password. */
export interface SessionOpened {
  readonly how?: 'password' | 'pin'
}

/** Version 1 had an empty body: signed out. */
export interface SessionClosed {
  readonly why?: SessionEnd
}

/** Why a session ended before its time. */
export const sessionEnds = ['left', 'changed', 'revoked', 'deactivated', 'password'] as const
export type SessionEnd = (typeof sessionEnds)[number]

export const accountEntryTypes = [
  'account.created',
  'account.renamed',
  'account.password-set',
  'account.pin-set',
  'account.grant-given',
  'account.grant-ended',
  'account.deactivated',
  'account.reactivated',
] as const
export type AccountEntryType = (typeof accountEntryTypes)[number]
