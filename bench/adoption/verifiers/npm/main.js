/* Hashes and verifies with packages of npm, one line each. */

import { createInterface } from 'node:readline'
import { Bcrypt } from '@adonisjs/hash/drivers/bcrypt'
import { Scrypt } from '@adonisjs/hash/drivers/scrypt'
import argon2 from 'argon2'
import aspnet from 'aspnetcore-identity-password-hasher'
import bcrypt from 'bcrypt'
import bcryptjs from 'bcryptjs'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import scryptKdf from 'scrypt-kdf'

const hashers = {
  bcrypt: {
    hash: (password, cost = 10) => bcrypt.hash(password, cost),
    verify: (password, stored) => bcrypt.compare(password, stored),
  },
  bcryptjs: {
    hash: (password, cost = 10) => bcryptjs.hash(password, cost),
    verify: (password, stored) => bcryptjs.compare(password, stored),
  },
  'better-auth': {
    hash: (password) => hashPassword(password),
    verify: (password, stored) => verifyPassword({ password, hash: stored }),
  },
  argon2: {
    hash: (password) => argon2.hash(password),
    verify: (password, stored) => argon2.verify(stored, password),
  },
  'adonis-scrypt': {
    hash: (password) => new Scrypt({}).make(password),
    verify: (password, stored) => new Scrypt({}).verify(stored, password),
  },
  'adonis-bcrypt': {
    hash: (password, cost = 10) => new Bcrypt({ rounds: cost }).make(password),
    verify: (password, stored) => new Bcrypt({}).verify(stored, password),
  },
  // Medusa stores the key of this package in base64.
  medusa: {
    hash: async (password) =>
      Buffer.from(await scryptKdf.kdf(password, { logN: 15, r: 8, p: 1 })).toString('base64'),
    verify: (password, stored) => scryptKdf.verify(Buffer.from(stored, 'base64'), password),
  },
  aspnet: {
    hash: (password) => aspnet.hash(password),
    verify: (password, stored) => aspnet.verify(password, stored),
  },
}

async function answer([verb, name, password, last]) {
  const text = Buffer.from(password, 'base64').toString()
  const { hash, verify } = hashers[name]
  if (verb === 'hash') {
    const stored = await hash(text, last === undefined ? undefined : Number(last))
    return Buffer.from(stored).toString('base64')
  }
  return String(await verify(text, Buffer.from(last, 'base64').toString()))
}

for await (const line of createInterface({ input: process.stdin })) {
  const outcome = await answer(line.split(' ')).catch(
    (error) => `error ${String(error).replaceAll('\n', ' ')}`,
  )
  process.stdout.write(`${outcome}\n`)
}
