/** When the server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { migrate } = await import('./db/migrate')
  const { latchkey } = await import('./server/latchkey')
  await migrate()
  await latchkey.ready()
}
