/** Closed lists that the page needs without the schemas. */

/** By what a call was made. */
export const callMeans = ['radio', 'phone', 'runner', 'message', 'other'] as const
/** Why a relief at the screen was not taken. */
export const reliefReasons = ['alone', 'alarm', 'short-of-people', 'forgotten', 'other'] as const
