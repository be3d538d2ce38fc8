import { signedIn } from '../server/sessions'
import { SignIn } from './sign-in'

export default async function Home() {
  const email = await signedIn()
  return email === undefined ? <SignIn /> : <h1>Hello, {email}</h1>
}
