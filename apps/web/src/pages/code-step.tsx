export { CodeStep } from '@latchkey/react/app/pages/code-step'
