/** The closed lists of cameras, without schemas. */

/** Why a camera is planned not to see. */
export const serviceCauses = ['maintenance', 'repair', 'power', 'moving', 'other'] as const
