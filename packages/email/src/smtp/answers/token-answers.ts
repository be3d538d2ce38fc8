import type { KnownAnswer } from './answer.ts'

/** Answers of token endpoints. */
export const tokenAnswers: readonly KnownAnswer[] = [
  // Getting an access token
  [
    { step: 'token', says: /AADSTS7000215\b/ },
    {
      failure: 'setup',
      meaning: 'Microsoft does not accept this client secret.',
      advice:
        'SMTP_OAUTH_CLIENT_SECRET must be the Value of the client secret, not its Secret ID. The value is shown once, when the secret is created: create a new one under "Certificates & secrets".',
    },
  ],
  [
    { step: 'token', says: /AADSTS7000222\b/ },
    {
      failure: 'setup',
      meaning: 'The client secret has expired.',
      advice:
        'Create a new one under "Certificates & secrets" of the app registration, and put its Value into SMTP_OAUTH_CLIENT_SECRET.',
    },
  ],
  [
    { step: 'token', says: /AADSTS(700016|1000201)\b|unauthorized_client.*application/i },
    {
      failure: 'setup',
      meaning: 'Microsoft does not know this application in this tenant.',
      advice:
        'SMTP_OAUTH_CLIENT_ID must be the Application (client) ID, and SMTP_OAUTH_TENANT the Directory (tenant) ID, both from the Overview of the app registration.',
    },
  ],
  [
    { step: 'token', says: /AADSTS(90002|900023|900021)\b/ },
    {
      failure: 'setup',
      meaning: 'Microsoft does not know this tenant.',
      advice:
        'SMTP_OAUTH_TENANT must be the Directory (tenant) ID from the Overview of the app registration.',
    },
  ],
  [
    { step: 'token', says: /AADSTS(1002012|70011|500011)\b|invalid_scope/i },
    {
      failure: 'setup',
      meaning: 'The token endpoint does not accept the scope.',
      advice:
        'Take SMTP_OAUTH_SCOPE out. At Microsoft it is https://outlook.office365.com/.default, at Google https://mail.google.com/.',
    },
  ],
  [
    {
      step: 'token',
      says: /client is unauthorized to retrieve access tokens|unauthorized_client/i,
    },
    {
      failure: 'setup',
      meaning: 'The service account may not act for mailboxes of this domain.',
      advice:
        'In the Google Admin console, under Security, API controls, Domain-wide delegation, add the Client ID of the service account (a number) with the scope https://mail.google.com/. It can take some minutes, at most a day.',
    },
  ],
  [
    { step: 'token', says: /invalid email or user id|account not found/i },
    {
      failure: 'setup',
      meaning: 'Google knows no such mailbox, or no such service account.',
      advice:
        'SMTP_OAUTH_USER must be a user of your Google Workspace, not an alias or a group. SMTP_OAUTH_SERVICE_CLIENT must be the client_email of the service account.',
    },
  ],
  [
    { step: 'token', says: /invalid jwt signature/i },
    {
      failure: 'setup',
      meaning: 'The key does not belong to this service account, or was deleted.',
      advice:
        'Create a new JSON key for the service account. Put its private_key into SMTP_OAUTH_PRIVATE_KEY and its client_email into SMTP_OAUTH_SERVICE_CLIENT.',
    },
  ],
  [
    { step: 'token', says: /short-lived token|reasonable timeframe|AADSTS(700024|50013)\b/i },
    {
      failure: 'setup',
      meaning: 'The clock of this machine is wrong.',
      advice: 'Set the clock, and have it kept right by NTP.',
    },
  ],
  [
    { step: 'token', says: /did not answer|answered (5\d\d|429|408)\b/ },
    {
      failure: 'unreachable',
      meaning: 'The token endpoint cannot be reached, or is overloaded.',
      advice:
        'Check that this machine may connect to it over https. If it is only down, nothing is lost: the worker tries again.',
    },
  ],
  [
    { step: 'token', says: /invalid_client/i },
    {
      failure: 'setup',
      meaning: 'The token endpoint does not accept this client ID with this secret.',
      advice: 'Check SMTP_OAUTH_CLIENT_ID and SMTP_OAUTH_CLIENT_SECRET.',
    },
  ],
  [
    { step: 'token' },
    {
      failure: 'setup',
      meaning: 'The token endpoint gives no access token.',
      advice:
        'Its answer says why. Check SMTP_OAUTH_TENANT or SMTP_OAUTH_TOKEN_URL, then the client or service account (docs/mail.md).',
    },
  ],
]
