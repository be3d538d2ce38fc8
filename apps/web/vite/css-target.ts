/** The first browsers with light-dark(). */
export const nativeLightDark = ['chrome123', 'firefox120', 'safari17.5']
