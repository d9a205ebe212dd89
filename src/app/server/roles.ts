/** What a machine does, by its role. A role is a list of abilities and nothing else. */
export const abilities = ['journal', 'web', 'cameras', 'demo'] as const
export type Ability = (typeof abilities)[number]

export const roleAbilities = {
  standalone: ['journal', 'web', 'cameras', 'demo'],
  outpost: ['journal', 'web', 'cameras'],
  hq: ['journal', 'web'],
} as const satisfies Record<string, readonly Ability[]>

export type MachineRole = keyof typeof roleAbilities

/** Whether a machine of this role has the ability. */
export function can(role: MachineRole, ability: Ability): boolean {
  return (roleAbilities[role] as readonly Ability[]).includes(ability)
}
