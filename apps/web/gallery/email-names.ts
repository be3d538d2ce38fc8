/** The kinds of mail, as `Message` of the domain calls them. */
export const mailNames = ['recovery', 'password-changed', 'no-password', 'no-account'] as const
