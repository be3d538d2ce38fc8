<?php

/* `verify` is on: a hash of another algorithm is an exception, not a wrong password. */
return [
    'driver' => 'bcrypt',
    'bcrypt' => ['rounds' => (int) (getenv('BCRYPT_ROUNDS') ?: 10), 'verify' => true],
    'argon' => ['memory' => 65536, 'threads' => 1, 'time' => 4, 'verify' => true],
];
