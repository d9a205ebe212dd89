/** The closed lists of access, without schemas. */

export const roles = ['watch_officer', 'commander', 'engineer', 'administrator'] as const
