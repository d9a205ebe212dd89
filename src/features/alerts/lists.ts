/** The closed lists of alerts. Without schemas, so that a page that shows them need not carry a library that checks them. */

export const priorities = ['P1', 'P2', 'P3'] as const

/** Why a person ended it. `lawful_presence` counts a shepherd as a right detection, never as a threat. */
export const closeReasons = [
  'real.crossing',
  'real.attempt_turned_back',
  'real.lawful_presence',
  'real.other',
  'nuisance.animal',
  'nuisance.vegetation',
  'nuisance.weather',
  'nuisance.own_people',
  'nuisance.camera',
  'nuisance.other',
  'undetermined',
] as const

/** Causes that end an alert of a camera (OPS 2.1). */
export const cameraCauses = ['power', 'link', 'cable_cut', 'covered', 'weather', 'fault', 'turned', 'other'] as const

/** Why an alert is put off. A closed list: what is asked for most often must be one key, and nothing private stands in the chain. */
export const shelveReasons = ['animal', 'vegetation', 'weather', 'works', 'camera', 'other'] as const

/** By what way a person came to know what he raises an alert of. */
export const heardBy = ['own_eyes', 'patrol', 'phone', 'neighbour_post', 'other'] as const

/** An own movement said beforehand, so that it is counted and not sounded. Never without an end; a P1 is heard all the same. */
export const announceKinds = ['own_patrol', 'gate_drill', 'maintenance', 'walk_test'] as const
