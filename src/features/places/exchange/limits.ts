/** Characters of a file that is read; a longer one is refused before it is looked at. */
export const fileLengthMax = 10_000_000
