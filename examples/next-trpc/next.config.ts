import type { NextConfig } from 'next'

const config: NextConfig = {
  // Native code, and data beside it, stay out of the bundle.
  serverExternalPackages: ['@latchkey/server', '@latchkey/db', 'argon2', 'pg'],
}

export default config
