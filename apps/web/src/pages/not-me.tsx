export { NotMe } from '@latchkey/react/app/pages/not-me'
